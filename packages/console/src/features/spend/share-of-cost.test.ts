import { expect, test } from 'vitest';
import { shareOfCost } from './share-of-cost.ts';

test('a share of an amount that no double holds', () => {
  expect(shareOfCost('9007199254740993000000', '36028797018963972000000')).toBe(0.25);
  expect(shareOfCost('0', '0')).toBe(0);
});
