import { priceModelFor } from '@plimsoll/engine/price/price-model';
import type { PriceModel } from '@plimsoll/engine/price/price';
import { noUsage } from '@plimsoll/contract/token-usage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateCost } from './estimate-cost.ts';

const perToken = priceModelFor({ provider: 'openai', upstreamModel: 'm', baseUrl: null, ownPrice: { input: '3', cached_input: '1', output: '7' } });

test('where a token always costs the same, the estimate is exact, and no request has more cached tokens than tokens', () => {
  const watched: PriceModel = (usage, at) => {
    expect(usage.cachedInput).toBeLessThanOrEqual(usage.input);
    return perToken(usage, at);
  };
  const tokens = fc.nat({ max: 100_000 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), tokens, tokens, tokens, (requests, one, other, output) => {
      const sums = { input: Math.max(one, other), cachedInput: Math.min(one, other), output };
      expect(estimateCost(watched, requests, sums)).toBe(perToken({ ...noUsage, ...sums }, new Date()).costPicoUsd);
    }),
  );
});

test('each request pays its own fee, at the rate for its own length', () => {
  const price: PriceModel = ({ input }) => ({ costPicoUsd: 7n + BigInt(input) * (input > 1_000 ? 100n : 2n), certainty: 'exact', source: 'test' });
  expect(estimateCost(price, 3, { input: 1_800 })).toBe(3n * 7n + 1_800n * 2n);
  expect(estimateCost(price, 0, {})).toBe(0n);
});
