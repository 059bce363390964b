import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('it doubles with each round up to its bound, and all of it is chance', () => {
  const rule = { times: 5, baseMs: 200, maxMs: 1_000 };
  expect([1, 2, 3, 4, 5].map((round) => backoffMs(rule, round, 1))).toEqual([200, 400, 800, 1_000, 1_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (round, random) => {
      expect(backoffMs(rule, round, random)).toBeCloseTo(backoffMs(rule, round, 1) * random, 6);
    }),
  );
  expect(backoffMs(rule, 3, 0)).toBe(0);
});
