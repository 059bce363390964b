import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { genaiPrices } from './genai-prices.ts';
import { priceModelFor } from './price-model.ts';

const at = new Date('2026-11-21T12:00:00Z');
const gpt5 = { provider: 'openai', upstreamModel: 'gpt-5', baseUrl: null };
const usage = { ...noUsage, input: 1234, output: 567, cachedInput: 1024, reasoning: 128, source: 'provider' } as const;

test('the owner\'s own price comes before the price list', () => {
  const priceModel = priceModelFor({ ...gpt5, ownPrice: { input: '1', output: '1e-7' } });
  expect(priceModel({ ...usage, output: 10_000_000 }, at)).toEqual({ costPicoUsd: 1_235_000_000n, certainty: 'exact', source: 'plimsoll.yaml' });
});

test('without one, the price list is asked and named', () => {
  const priceModel = priceModelFor({ ...gpt5, ownPrice: null });
  expect(priceModel(usage, at)).toEqual({ costPicoUsd: 6_060_500_000n, certainty: 'exact', source: genaiPrices.name });
});

test('tokens that we counted ourselves make an estimate', () => {
  const priceModel = priceModelFor({ ...gpt5, ownPrice: null });
  expect(priceModel({ ...usage, source: 'counted' }, at)).toMatchObject({ costPicoUsd: 6_060_500_000n, certainty: 'estimated' });
});

test('an unknown price is marked and never zero', () => {
  for (const model of [{ ...gpt5, upstreamModel: 'nobody-knows' }, { provider: 'llama.cpp', upstreamModel: 'gpt-5', baseUrl: null }]) {
    const priceModel = priceModelFor({ ...model, ownPrice: null });
    expect(priceModel(noUsage, at)).toEqual({ costPicoUsd: null, certainty: 'unknown', source: null });
  }
});

test('a known price that lacks what a call needs is unknown for that call', () => {
  const priceModel = priceModelFor({ ...gpt5, ownPrice: { input: '1', output: '1' } });
  expect(priceModel({ ...usage, inputAudio: 3 }, at)).toEqual({ costPicoUsd: null, certainty: 'unknown', source: null });
});

test('a local model can be given a price, down to a free one', () => {
  const priceModel = priceModelFor({ provider: 'llama.cpp', upstreamModel: 'small', baseUrl: null, ownPrice: { input: '0', output: '0.00' } });
  expect(priceModel(usage, at)).toEqual({ costPicoUsd: 0n, certainty: 'exact', source: 'plimsoll.yaml' });
});

test('own prices of every kind reach the bill', () => {
  const ownPrice = {
    input: '1', output: '2', cached_input: '0.5', cache_write: '4', cache_write_1h: '8', reasoning: '16', input_audio: '32', output_audio: '64', cached_input_audio: '3', request: '0.25', batch_discount: '0.75',
  };
  const priceModel = priceModelFor({ ...gpt5, ownPrice });
  const everything = { input: 100, cachedInput: 30, cacheWrite: 20, cacheWrite1h: 5, inputAudio: 15, cachedInputAudio: 10, output: 50, reasoning: 20, outputAudio: 10, source: 'provider' } as const;
  // 45 × 1 + 20 × 0.5 + 15 × 4 + 5 × 8 + 5 × 32 + 10 × 3 + 20 × 2 + 20 × 16 + 10 × 64 = 1,345
  expect(priceModel(everything, at).costPicoUsd).toBe(250_000_000_000n + 1_345_000_000n);
  expect(priceModel(everything, at, 'batch').costPicoUsd).toBe(250_000_000_000n + 336_250_000n);
});

test('pricing an attempt takes microseconds at most, so it may stand on the request\'s way', () => {
  const priceModel = priceModelFor({ ...gpt5, ownPrice: null });
  const rounds = 50_000;
  let sum = 0n;
  const timeUs = (): number => {
    const start = performance.now();
    for (let round = 0; round < rounds; round += 1) sum += priceModel({ ...usage, input: 1100 + (round & 1023) }, at).costPicoUsd ?? 0n;
    return ((performance.now() - start) * 1000) / rounds;
  };
  const best = Math.min(timeUs(), timeUs(), timeUs());
  expect(sum).toBeGreaterThan(0n);
  // About 0.15 us on an idle machine; the bound is wide because other tests run beside it.
  expect(best).toBeLessThan(10);
});
