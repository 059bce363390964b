import { expect, test } from 'vitest';
import { burnDownOf } from './burn-down-points.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 27, hour)).toISOString();
const history = (...spent: readonly string[]) => ({ budget: 'all', from: at(0), to: at(8), stepSeconds: 3600, points: spent.map((spentPicoUsd, index) => ({ at: at(index + 1), spentPicoUsd })) });

test('what is left falls from the cap to now, and goes on at the rate so far, never below nothing', () => {
  const { times, left, projected } = burnDownOf(history('100', '250'), '1000');
  expect(times.length).toBe(9);
  expect(left).toEqual([1000n, 900n, 750n, null, null, null, null, null, null]);
  expect(projected).toEqual([null, null, 750n, 625n, 500n, 375n, 250n, 125n, 0n]);
  expect(burnDownOf(history('400', '900'), '1000').projected.slice(2)).toEqual([100n, 0n, 0n, 0n, 0n, 0n, 0n]);
});

test('a period that is over has nothing to come', () => {
  const { left, projected } = burnDownOf(history('1', '2', '3', '4', '5', '6', '7', '8'), '10');
  expect(left.at(-1)).toBe(2n);
  expect(projected.filter((value) => value !== null)).toEqual([2n]);
});
