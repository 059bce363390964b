import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { calcPrice, findProvider, type ModelInfo } from '@pydantic/genai-prices';
import { picoUsdPerUsd } from '@plimsoll/contract/money';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { genaiPrices, genaiPricesVersion } from './genai-prices.ts';
import { cardAt } from './price-plan.ts';
import { priceUsage } from './rate-card.ts';

const at = new Date('2026-11-21T12:00:00Z');
const find = (provider: string, upstreamModel: string, baseUrl: string | null = null) => genaiPrices.find({ provider, upstreamModel, baseUrl });
const usage = (counts: Partial<TokenUsage>): TokenUsage => ({ ...noUsage, source: 'provider', ...counts });

const costOf = (provider: string, model: string, counts: Partial<TokenUsage>, baseUrl: string | null = null, when = at): bigint | null => {
  const plan = find(provider, model, baseUrl);
  return plan === null ? null : priceUsage(cardAt(plan, when), usage(counts));
};

test('the version that records name is the one installed', async () => {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices');
  const manifest: unknown = JSON.parse(await readFile(path.join(path.dirname(entry), '..', 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ version: genaiPricesVersion });
});

test.each([
  'gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'o1', 'o3', 'o3-mini', 'o4-mini', 'gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5.1', 'gpt-5.2',
  'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.5', 'gpt-5.6-sol', 'gpt-5.6-luna', 'gpt-6-sol', 'gpt-6-luna', 'gpt-audio', 'text-embedding-3-small', 'text-embedding-3-large',
])('the price list knows OpenAI\'s %s', (model) => {
  expect(costOf('openai', model, { input: 1_000_000 })).toBeGreaterThan(0n);
});

test.each([
  'claude-3-haiku-20240307', 'claude-3-5-haiku-latest', 'claude-3-7-sonnet-20250219', 'claude-sonnet-4-20250514', 'claude-sonnet-4-5', 'claude-sonnet-4-6', 'claude-sonnet-5',
  'claude-haiku-4-5', 'claude-opus-4-1', 'claude-opus-4-5', 'claude-opus-4-6', 'claude-opus-5', 'claude-opus-5-5',
])('the price list knows Anthropic\'s %s, with its caches', (model) => {
  const parts = { input: 4, output: 1, cachedInput: 1, cacheWrite: 2, cacheWrite1h: 1 };
  expect(costOf('anthropic', model, parts)).toBeGreaterThan(0n);
});

test.each([
  ['openai', 'gpt-5-2025-08-07', 'gpt-5'],
  ['openai', 'gpt-4o-2024-11-20', 'gpt-4o'],
  ['openai', 'gpt-4.1-mini-20250414', 'gpt-4.1-mini'],
  ['openai', 'GPT-5', 'gpt-5'],
  ['anthropic', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
  ['anthropic', 'claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
])('%s %s is priced as %s', (provider, dated, plain) => {
  expect(costOf(provider, dated, { input: 1000, output: 1000 })).toBe(costOf(provider, plain, { input: 1000, output: 1000 }));
  expect(costOf(provider, dated, { input: 1000, output: 1000 })).not.toBeNull();
});

test.each([
  ['openai', 'gpt-99-nonesuch', null],
  ['openai', 'claude-sonnet-4-5', null],
  ['openai', '', null],
  ['openai', 'gpt-5', 'http://127.0.0.1:9000/v1'],
  ['openai', 'gpt-oss-20b', 'https://models.example.com/v1'],
  ['llama.cpp', 'gpt-5', null],
  ['simulated', 'gpt-5', null],
])('%s %s at %s has no price, rather than somebody else\'s', (provider, model, baseUrl) => {
  expect(find(provider, model, baseUrl)).toBeNull();
});

test('the seller behind a base URL sets the price', () => {
  const groq = costOf('openai', 'openai/gpt-oss-20b', { input: 1_000_000 }, 'https://api.groq.com/openai/v1');
  const own = costOf('openai', 'gpt-oss-20b', { input: 1_000_000 });
  expect(groq).not.toBeNull();
  expect(groq).not.toBe(own);
});

test('a model that is priced by images, which our usage cannot tell apart, has no price', () => {
  expect(find('openai', 'gpt-image-1')).toBeNull();
});

test('a model without any price in the list is unknown, not free', () => {
  expect(find('openai', 'omni-moderation-latest')).toBeNull();
});

test('a price that changed on a day changes on that day', () => {
  const million = { input: 1_000_000 };
  expect(costOf('openai', 'o3', million, null, new Date('2025-06-09T23:59:59Z'))).toBe(10n * picoUsdPerUsd);
  expect(costOf('openai', 'o3', million, null, new Date('2025-06-10T00:00:00Z'))).toBe(2n * picoUsdPerUsd);
});

test('batches of OpenAI and Anthropic cost half', () => {
  for (const [provider, model] of [['openai', 'gpt-5'], ['anthropic', 'claude-sonnet-5']] as const) {
    const plan = find(provider, model);
    if (plan === null) throw new Error('no price');
    const card = cardAt(plan, at);
    const counts = usage({ input: 1000, output: 500 });
    expect(2n * (priceUsage(card, counts, 'batch') ?? -1n)).toBe(priceUsage(card, counts));
  }
});

/** The list's own float arithmetic is right to about 15 digits, which is enough to catch any difference of meaning. */
const moments = [new Date('2024-01-01T00:00:00Z'), new Date('2026-09-01T02:00:00Z'), new Date('2026-09-01T08:15:00Z'), at, new Date('2027-06-01T18:00:00Z')];
const sizes = [{ input: 1000, output: 300 }, { input: 150_000, output: 1 }, { input: 200_000, output: 7 }, { input: 200_001, output: 7 }, { input: 271_999, output: 7 }, { input: 272_001, output: 9 }, { input: 900_000, output: 9000 }];

test.each(['openai', 'anthropic', 'google', 'deepseek', 'groq', 'mistral', 'x-ai', 'perplexity', 'openrouter'])(
  'the models of %s cost what the price list itself makes of it, at all hours and sizes',
  (sellerId) => {
    const seller = findProvider({ providerId: sellerId });
    if (seller === undefined) throw new Error('no such seller');
    const urls: Readonly<Record<string, string>> = {
      openai: 'https://api.openai.com/v1', anthropic: 'https://api.anthropic.com', google: 'https://generativelanguage.googleapis.com/v1beta/openai', deepseek: 'https://api.deepseek.com',
      groq: 'https://api.groq.com/openai/v1', mistral: 'https://api.mistral.ai/v1', 'x-ai': 'https://api.x.ai/v1', perplexity: 'https://api.perplexity.ai', openrouter: 'https://openrouter.ai/api/v1',
    };
    const providerApiUrl = urls[sellerId] ?? '';
    let compared = 0;
    for (const model of sampled(seller.models)) {
      const plan = find('openai', model.id, providerApiUrl);
      if (plan === null || !hasTextPrices(model)) continue;
      for (const when of moments) {
        for (const size of sizes) {
          const cached = Math.floor(size.input / 3);
          const written = Math.floor(size.input / 5);
          const ours = priceUsage(cardAt(plan, when), usage({ ...size, cachedInput: cached, cacheWrite: written, reasoning: Math.floor(size.output / 2) }));
          const theirs = calcPrice(
            { input_tokens: size.input, output_tokens: size.output, cache_read_tokens: cached, cache_write_tokens: written, output_reasoning_tokens: Math.floor(size.output / 2) },
            model.id,
            { providerApiUrl, timestamp: when },
          );
          if (ours === null || theirs === null) throw new Error(`no price of ${model.id}`);
          const expected = theirs.total_price * 1e12;
          expect(Math.abs(Number(ours) - expected), model.id).toBeLessThanOrEqual(1 + expected * 1e-12);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  },
);

/** Every fifth of the hundreds that a reseller has. */
const sampled = (models: readonly ModelInfo[]): readonly ModelInfo[] => (models.length < 200 ? models : models.filter((_, index) => index % 5 === 0));

/** Left out: embeddings and the like, which have no price for output. */
const hasTextPrices = (model: ModelInfo): boolean => {
  const all = Array.isArray(model.prices) ? model.prices.map((entry) => entry.prices) : [model.prices];
  return all.every((prices) => prices['input_mtok'] !== undefined && prices['output_mtok'] !== undefined);
};
