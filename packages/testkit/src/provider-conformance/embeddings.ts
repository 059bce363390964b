/**
 * Conformance: embeddings, in both encodings.
 */
import { expect, test } from 'vitest';
import { isJsonObject, type Json } from '@plimsoll/contract/json';
import { isJsonList } from '../simulated/json-values.ts';
import { anyNumber, anyText, ask, errorOf, readAll, readJson } from './ask.ts';
import type { Subject } from './traits.ts';

const vectorsOf = (data: Json | undefined): readonly (readonly number[])[] => {
  if (!isJsonList(data)) throw new Error('data is not a list');
  return data.map((entry, index) => {
    if (!isJsonObject(entry)) throw new Error('an entry is not an object');
    expect(entry).toMatchObject({ object: 'embedding', index });
    const { embedding } = entry;
    if (typeof embedding === 'string') {
      const bytes = Buffer.from(embedding, 'base64');
      return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
    }
    return isJsonList(embedding) ? embedding.map(Number) : [];
  });
};

export const describeEmbeddings = ({ get, traits }: Subject): void => {
  test('each input has its vector, in order, whichever way it is encoded', async () => {
    const input = ['ships', 'harbours', 'ships'];
    const plain = await readJson(await ask(get(), 'embeddings', { body: { input } }));
    const packed = await readJson(await ask(get(), 'embeddings', { body: { input, encoding_format: 'base64' } }));
    const [ships, harbours, again] = vectorsOf(plain.data);
    expect(ships?.length).toBeGreaterThan(0);
    expect(again).toEqual(ships);
    expect(harbours).not.toEqual(ships);
    expect(plain).toMatchObject({ object: 'list', model: anyText, usage: { prompt_tokens: anyNumber } });
    for (const [index, vector] of vectorsOf(packed.data).entries()) {
      for (const [at, value] of vector.entries()) expect(value).toBeCloseTo(vectorsOf(plain.data)[index]?.[at] ?? Number.NaN, 5);
    }
  });

  if (!traits.simulates) return;
  test.each([
    [{ status: 500 }, 'provider_failed'],
    [{ html: true }, 'provider_invalid_reply'],
    [{ drop: 'mid-body' }, 'provider_closed'],
  ])('failures of embeddings are told apart as those of answers are: %j is %s', async (simulate, code) => {
    expect((await errorOf(ask(get(), 'embeddings', { body: { simulate } }).then(readAll))).code).toBe(code);
  });
};
