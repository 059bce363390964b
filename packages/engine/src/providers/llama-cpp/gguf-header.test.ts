import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigramModel, chain } from '@plimsoll/testkit/gguf/bigram-model';
import { malformedFiles } from '@plimsoll/testkit/gguf/hostile-files';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GgufError, readGgufHeader } from './gguf-header.ts';

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-gguf-'));
  file = join(folder, 'model.gguf');
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (bytes: Buffer): Promise<unknown> => {
  await writeFile(file, bytes);
  return readGgufHeader(file);
};

test('the header of a sound file says what the model is', async () => {
  expect(await read(bigramModel(chain('a', 'b'), { contextLength: 512 }))).toMatchObject({
    version: 3,
    architecture: 'llama',
    contextLength: 512,
    hasChatTemplate: true,
    tensorCount: 12,
  });
  expect(await read(bigramModel(chain('a', 'b'), { chatTemplate: null }))).toMatchObject({ hasChatTemplate: false });
});

test.each(malformedFiles())('$name is refused', async ({ bytes }) => {
  await expect(read(bytes)).rejects.toThrow(GgufError);
});

test('whatever bytes a header is made of, reading it ends in an answer or a refusal, at once', async () => {
  const sound = bigramModel(chain('a', 'b')).subarray(0, 12_000);
  const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const bytes = Buffer.from(sound);
      for (const [at, value] of changes) bytes[at] = value;
      await read(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(GgufError));
    }),
    { numRuns: 60 },
  );
});
