import fc from 'fast-check';
import { ownPrice } from '@plimsoll/contract/config/own-price';
import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { machineCost, machineCostAtMost, machinePriceOf } from './machine-price.ts';
import { priceModelFor } from './price-model.ts';

test('time and transfer are priced as they are written, rounded up to a pico-dollar', () => {
  const price = machinePriceOf({ second: '0.0000125', gigabyte: '0.09' }, 60);
  expect(price).toEqual({ perSecondPicoUsd: 12_500_000n, perGigabytePicoUsd: 90_000_000_000n, mostSeconds: 60 });
  if (price === null) throw new Error('unreachable');
  expect(machineCost(price, 2_000_000, 0)).toBe(25_000_000n);
  expect(machineCost(price, 0, 1_000_000)).toBe(90_000_000n);
  expect(machineCost(price, 1, 1)).toBe(13n + 90n);
  expect(machinePriceOf({ input: '1' }, 60)).toBeNull();
  expect(machinePriceOf(undefined, 60)).toBeNull();
});

test('no request within its bounds costs more than is held for it', () => {
  const price = machinePriceOf({ second: '0.01', gigabyte: '0.09' }, 30);
  if (price === null) throw new Error('unreachable');
  fc.assert(
    fc.property(fc.nat(30_000_000), fc.nat(1_000_000), fc.nat(10_000), fc.nat(500), (elapsedUs, sent, output, bytesPerToken) => {
      expect(machineCost(price, elapsedUs, sent + output * bytesPerToken) <= machineCostAtMost(price, sent, output)).toBe(true);
    }),
  );
});

test('a model that is paid by the second needs no price for tokens, and one without either is no price', () => {
  const price = ownPrice.parse({ second: '0.00002' });
  expect(priceModelFor({ provider: 'llama.cpp', upstreamModel: 'm', baseUrl: null, ownPrice: price })({ ...noUsage, input: 500, output: 100 }, new Date())).toMatchObject({ costPicoUsd: 0n, source: 'plimsoll.yaml' });
  expect(() => ownPrice.parse({ output: '1' })).toThrow('needs `input`');
  expect(() => ownPrice.parse({ second: '1e-13' })).toThrow('12 places');
});
