/**
 * Usage reports as providers send them, and what each of them bills, worked out by hand from its price page. Rates are pico-dollars a
 * token: 1,000,000 is one dollar per million tokens. Pages as of November 2026:
 * https://openai.com/api/pricing https://platform.claude.com/docs/en/about-claude/pricing https://ai.google.dev/gemini-api/docs/pricing
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import { describe, expect, test } from 'vitest';
import { mergeMessagesUsage } from '../metering/merge-messages-usage.ts';
import { usageFromChat } from '../metering/usage-from-chat.ts';
import { usageFromEmbeddings } from '../metering/usage-from-embeddings.ts';
import { usageFromGemini } from '../metering/usage-from-gemini.ts';
import { usageFromMessages } from '../metering/usage-from-messages.ts';
import { priceModelFor } from './price-model.ts';
import type { Processing } from './price.ts';

const at = new Date('2026-11-21T12:00:00Z');
const geminiUrl = 'https://generativelanguage.googleapis.com/v1beta';

type Row = readonly [what: string, model: string, report: JsonObject, expectedPicoUsd: bigint, processing?: Processing];

const costOf = (provider: string, model: string, usage: TokenUsage | null, baseUrl: string | null, processing: Processing = 'immediate'): bigint | null => {
  if (usage === null) throw new Error('the report was not read');
  return priceModelFor({ provider, upstreamModel: model, baseUrl, ownPrice: null })(usage, at, processing).costPicoUsd;
};

const chat = (prompt: number, completion: number, more: JsonObject = {}): JsonObject => ({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion, ...more });
const cached = (tokens: number, more: JsonObject = {}): JsonObject => ({ prompt_tokens_details: { cached_tokens: tokens, audio_tokens: 0, ...more } });
const reasoning = (tokens: number, more: JsonObject = {}): JsonObject => ({ completion_tokens_details: { reasoning_tokens: tokens, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0, ...more } });

const openAi: readonly Row[] = [
  ['plain', 'gpt-4o', chat(1000, 500), 1000n * 2_500_000n + 500n * 10_000_000n],
  ['cached', 'gpt-4o', chat(2000, 300, cached(1024)), 976n * 2_500_000n + 1024n * 1_250_000n + 300n * 10_000_000n],
  ['all cached', 'gpt-4o', chat(1024, 1, cached(1024)), 1024n * 1_250_000n + 10_000_000n],
  ['one token', 'gpt-4o-mini', chat(1, 1), 150_000n + 600_000n],
  ['cached', 'gpt-4o-mini', chat(5000, 20, cached(4096)), 904n * 150_000n + 4096n * 75_000n + 20n * 600_000n],
  ['plain', 'gpt-4.1', chat(12_345, 678), 12_345n * 2_000_000n + 678n * 8_000_000n],
  ['cached', 'gpt-4.1', chat(12_345, 678, cached(12_288)), 57n * 2_000_000n + 12_288n * 500_000n + 678n * 8_000_000n],
  ['cached', 'gpt-4.1-mini', chat(3000, 1000, cached(2048)), 952n * 400_000n + 2048n * 100_000n + 1000n * 1_600_000n],
  ['plain', 'gpt-4.1-nano', chat(7, 3), 7n * 100_000n + 3n * 400_000n],
  ['reasoning is part of the completion', 'o3', chat(500, 2000, reasoning(1800)), 500n * 2_000_000n + 2000n * 8_000_000n],
  ['reasoning and cached', 'o4-mini', chat(4000, 900, { ...cached(3072), ...reasoning(640) }), 928n * 1_100_000n + 3072n * 275_000n + 900n * 4_400_000n],
  ['plain', 'o1', chat(100, 100, reasoning(64)), 100n * 15_000_000n + 100n * 60_000_000n],
  ['plain', 'gpt-5', chat(8000, 1200, reasoning(1000)), 8000n * 1_250_000n + 1200n * 10_000_000n],
  ['cached', 'gpt-5', chat(8000, 1200, { ...cached(7936), ...reasoning(1000) }), 64n * 1_250_000n + 7936n * 125_000n + 1200n * 10_000_000n],
  ['cached', 'gpt-5-mini', chat(999, 1, cached(896)), 103n * 250_000n + 896n * 25_000n + 2_000_000n],
  ['plain', 'gpt-5-nano', chat(1_000_000, 0), 1_000_000n * 50_000n],
  ['predicted outputs: rejected ones are billed as completion', 'gpt-4o', chat(400, 260, reasoning(0, { accepted_prediction_tokens: 120, rejected_prediction_tokens: 60 })), 400n * 2_500_000n + 260n * 10_000_000n],
  ['sound in and out', 'gpt-audio', chat(1000, 500, { ...cached(0, { audio_tokens: 800 }), ...reasoning(0, { audio_tokens: 400 }) }), 200n * 2_500_000n + 800n * 32_000_000n + 100n * 10_000_000n + 400n * 64_000_000n],
  ['half in a batch', 'gpt-4o-mini', chat(1000, 100), (1000n * 150_000n + 100n * 600_000n) / 2n, 'batch'],
  ['half in a batch, cached', 'gpt-5', chat(3000, 10, cached(1024)), (1976n * 1_250_000n + 1024n * 125_000n + 10n * 10_000_000n) / 2n, 'batch'],
];

const messages = (input: number, output: number, more: JsonObject = {}): JsonObject => ({ input_tokens: input, output_tokens: output, service_tier: 'standard', ...more });
const cache = (read: number, write5m: number, write1h = 0): JsonObject => ({
  cache_read_input_tokens: read,
  cache_creation_input_tokens: write5m + write1h,
  cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
});

const anthropic: readonly Row[] = [
  ['plain', 'claude-sonnet-4-5', messages(1000, 500), 1000n * 3_000_000n + 500n * 15_000_000n],
  ['read from the cache', 'claude-sonnet-4-5', messages(50, 100, cache(10_000, 0)), 50n * 3_000_000n + 10_000n * 300_000n + 100n * 15_000_000n],
  ['written to the cache', 'claude-sonnet-4-5', messages(50, 100, cache(0, 10_000)), 50n * 3_000_000n + 10_000n * 3_750_000n + 100n * 15_000_000n],
  ['written for an hour', 'claude-sonnet-4-5', messages(50, 100, cache(0, 0, 10_000)), 50n * 3_000_000n + 10_000n * 6_000_000n + 100n * 15_000_000n],
  ['all at once', 'claude-sonnet-4-5', messages(7, 11, cache(1000, 200, 300)), 7n * 3_000_000n + 1000n * 300_000n + 200n * 3_750_000n + 300n * 6_000_000n + 11n * 15_000_000n],
  ['written, the lifetimes not said', 'claude-sonnet-4-5', messages(7, 11, { cache_creation_input_tokens: 400 }), 7n * 3_000_000n + 400n * 3_750_000n + 11n * 15_000_000n],
  ['nulls for what was not used', 'claude-haiku-4-5', messages(10, 20, { cache_creation_input_tokens: null, cache_read_input_tokens: null }), 10n * 1_000_000n + 20n * 5_000_000n],
  ['cached', 'claude-haiku-4-5', messages(3, 5, cache(2048, 1024)), 3n * 1_000_000n + 2048n * 100_000n + 1024n * 1_250_000n + 5n * 5_000_000n],
  ['cached for an hour', 'claude-haiku-4-5', messages(3, 5, cache(0, 0, 4096)), 3n * 1_000_000n + 4096n * 2_000_000n + 5n * 5_000_000n],
  ['plain', 'claude-opus-4-1', messages(100, 10), 100n * 15_000_000n + 10n * 75_000_000n],
  ['cached', 'claude-opus-4-1', messages(0, 1, cache(100_000, 0)), 100_000n * 1_500_000n + 75_000_000n],
  ['cached', 'claude-opus-4-5', messages(1, 1, cache(1000, 1000)), 5_000_000n + 1000n * 500_000n + 1000n * 6_250_000n + 25_000_000n],
  ['thinking is part of the output', 'claude-opus-4-5', messages(20, 2000, { output_tokens_details: { thinking_tokens: 1900 } }), 20n * 5_000_000n + 2000n * 25_000_000n],
  ['above 200,000 the higher tier for every token', 'claude-sonnet-4-5', messages(200_001, 10), 200_001n * 6_000_000n + 10n * 22_500_000n],
  ['what was cached counts towards the tier', 'claude-sonnet-4-5', messages(100_000, 1, cache(150_000, 0)), 100_000n * 6_000_000n + 150_000n * 600_000n + 22_500_000n],
  ['half in a batch', 'claude-sonnet-4-5', messages(1000, 500), (1000n * 3_000_000n + 500n * 15_000_000n) / 2n, 'batch'],
  ['half in a batch, with the cache', 'claude-haiku-4-5', messages(10, 10, cache(100, 100)), (10n * 1_000_000n + 100n * 100_000n + 100n * 1_250_000n + 10n * 5_000_000n) / 2n, 'batch'],
];

const gemini = (prompt: number, candidates: number, more: JsonObject = {}): JsonObject => ({ promptTokenCount: prompt, candidatesTokenCount: candidates, totalTokenCount: prompt + candidates, ...more });
const sound = (text: number, audio: number): JsonObject => ({ promptTokensDetails: [{ modality: 'TEXT', tokenCount: text }, { modality: 'AUDIO', tokenCount: audio }] });

const google: readonly Row[] = [
  ['plain', 'gemini-2.5-pro', gemini(1000, 100), 1000n * 1_250_000n + 100n * 10_000_000n],
  ['thoughts beside the candidates, billed as output', 'gemini-2.5-pro', gemini(1000, 100, { thoughtsTokenCount: 900 }), 1000n * 1_250_000n + 1000n * 10_000_000n],
  ['at 200,000 the lower tier', 'gemini-2.5-pro', gemini(200_000, 10), 200_000n * 1_250_000n + 10n * 10_000_000n],
  ['above 200,000 the higher tier for every token', 'gemini-2.5-pro', gemini(200_001, 10), 200_001n * 2_500_000n + 10n * 15_000_000n],
  ['cached, higher tier', 'gemini-2.5-pro', gemini(250_000, 10, { cachedContentTokenCount: 200_000 }), 50_000n * 2_500_000n + 200_000n * 250_000n + 10n * 15_000_000n],
  ['cached', 'gemini-2.5-pro', gemini(10_000, 10, { cachedContentTokenCount: 8000 }), 2000n * 1_250_000n + 8000n * 125_000n + 10n * 10_000_000n],
  ['plain', 'gemini-2.5-flash', gemini(500, 50, { thoughtsTokenCount: 25 }), 500n * 300_000n + 75n * 2_500_000n],
  ['sound', 'gemini-2.5-flash', gemini(1000, 50, sound(200, 800)), 200n * 300_000n + 800n * 1_000_000n + 50n * 2_500_000n],
  ['cached sound', 'gemini-2.5-flash', gemini(1000, 1, { cachedContentTokenCount: 600, cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 500 }], ...sound(300, 700) }), 200n * 300_000n + 100n * 30_000n + 200n * 1_000_000n + 500n * 100_000n + 2_500_000n],
  ['prompts of tools are on top', 'gemini-2.5-flash', gemini(500, 50, { toolUsePromptTokenCount: 300 }), 800n * 300_000n + 50n * 2_500_000n],
  ['plain', 'gemini-2.5-flash-lite', gemini(3, 4), 3n * 100_000n + 4n * 400_000n],
  ['sound', 'gemini-2.5-flash-lite', gemini(1000, 4, sound(0, 1000)), 1000n * 300_000n + 4n * 400_000n],
];

describe('billing: cached, cache-write and reasoning tokens are priced as the provider prices them', () => {
  test('there are at least forty reports', () => {
    expect(openAi.length + anthropic.length + google.length).toBeGreaterThanOrEqual(40);
  });
  for (const [what, model, report, expected, processing] of openAi) {
    test(`OpenAI, ${what}: ${model}`, () => {
      expect(costOf('openai', model, usageFromChat(report), null, processing)).toBe(expected);
    });
  }
  for (const [what, model, report, expected, processing] of anthropic) {
    test(`Anthropic, ${what}: ${model}`, () => {
      expect(costOf('anthropic', model, usageFromMessages(report), null, processing)).toBe(expected);
    });
  }
  for (const [what, model, report, expected, processing] of google) {
    test(`Gemini, ${what}: ${model}`, () => {
      expect(costOf('openai', model, usageFromGemini(report), geminiUrl, processing)).toBe(expected);
    });
  }
  test('Gemini by way of OpenAI\'s form leaves thoughts out of the completion and counts them in the total', () => {
    const report = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 2000 };
    expect(costOf('openai', 'gemini-2.5-pro', usageFromChat(report), `${geminiUrl}/openai`)).toBe(1000n * 1_250_000n + 1000n * 10_000_000n);
  });
  test.each([
    ['text-embedding-3-small', 20_000n],
    ['text-embedding-3-large', 130_000n],
  ])('OpenAI\'s embeddings: %s', (model, rate) => {
    expect(costOf('openai', model, usageFromEmbeddings({ prompt_tokens: 777, total_tokens: 777 }), null)).toBe(777n * rate);
  });
  test('an Anthropic stream says the prompt first and the output last', () => {
    const begin = { input_tokens: 5, output_tokens: 1, ...cache(100, 50) };
    const merged = mergeMessagesUsage(mergeMessagesUsage(null, begin), { output_tokens: 42 });
    expect(costOf('anthropic', 'claude-sonnet-4-5', usageFromMessages(merged ?? {}), null)).toBe(5n * 3_000_000n + 100n * 300_000n + 50n * 3_750_000n + 42n * 15_000_000n);
  });
});
