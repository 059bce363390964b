import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

async function* each(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

const linesIn = async (pieces: readonly Buffer[]): Promise<[number, string][]> => {
  const found: [number, string][] = [];
  for await (const { number, bytes } of linesOf(each(pieces))) found.push([number, bytes.toString()]);
  return found;
};

test('blank lines, a byte order mark and a missing end are no lines of their own, and numbers are those of an editor', async () => {
  expect(await linesIn([Buffer.from('\uFEFF{"a":1}\r\n\n  \n{"b":2}')])).toEqual([[1, '{"a":1}\r'], [4, '{"b":2}']]);
  expect(await linesIn([])).toEqual([]);
  expect(await linesIn([Buffer.from('\n\n')])).toEqual([]);
});

test('however the file is cut into pieces, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/[\n\r\uFEFF]/.test(text) && text.trim() !== '')), fc.array(fc.nat(40)), async (lines, cuts) => {
      const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const pieces: Buffer[] = [];
      let at = 0;
      for (const cut of cuts) {
        pieces.push(whole.subarray(at, at + cut));
        at += cut;
      }
      pieces.push(whole.subarray(Math.min(at, whole.length)));
      expect(await linesIn(pieces)).toEqual(lines.map((line, index) => [index + 1, line]));
    }),
  );
});
