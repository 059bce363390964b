import { expect, test } from 'vitest';
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { sharesOf } from './shares.ts';

const account = (cap: string, spent: string, held: string): SpendAccount => ({
  key: 'k', budget: 'b', subject: null, period: 'total', endsAt: null, forecast: null,
  capPicoUsd: cap, spentPicoUsd: spent, heldPicoUsd: held, leftPicoUsd: (BigInt(cap) - BigInt(spent) - BigInt(held)).toString(),
});

test('a bar never overflows, and the words say how far over it is', () => {
  expect(sharesOf(account('100', '50', '10'))).toEqual({ spent: 0.5, held: 0.1, percent: 60, level: 'calm' });
  expect(sharesOf(account('100', '80', '10'))).toMatchObject({ percent: 90, level: 'near' });
  expect(sharesOf(account('100', '150', '10'))).toEqual({ spent: 1, held: 0, percent: 160, level: 'full' });
  expect(sharesOf(account('0', '0', '0'))).toMatchObject({ spent: 1, percent: 100, level: 'full' });
});
