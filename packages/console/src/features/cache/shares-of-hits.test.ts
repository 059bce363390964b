import { expect, test } from 'vitest';
import { sharesOfHits } from './shares-of-hits.ts';

test('the parts add up to all requests', () => {
  const shares = sharesOfHits({ hits: 60, misses: 40, collapsed: 10, semantic: 15 });
  expect(shares.map(({ value }) => value)).toEqual([35, 15, 10, 40]);
  expect(shares.reduce((sum, { value }) => sum + value, 0)).toBe(shares[0]?.of);
});
