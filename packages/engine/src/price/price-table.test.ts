import { formatUsd } from '@plimsoll/contract/money';
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { priceSheets } from './price-sheets.fixture.ts';
import { priceUsage } from './rate-card.ts';
import { compileRateCard } from './rate-sheet.ts';
import { anthropic, gemini, openai } from './usage-forms.fixture.ts';

/** What was billed, by whose prices, the arithmetic in dollars per million tokens as worked by hand, and its result in dollars. */
type Row = readonly [title: string, sheet: keyof typeof priceSheets, usage: TokenUsage, work: string, usd: string];

const rows: readonly Row[] = [
  ['a plain chat', 'gpt5', openai({ prompt_tokens: 19, completion_tokens: 10 }), '19 × 1.25 + 10 × 10', '0.00012375'],
  ['one token in, one out', 'gpt5', openai({ prompt_tokens: 1, completion_tokens: 1 }), '1 × 1.25 + 1 × 10', '0.00001125'],
  ['nothing at all', 'gpt5', openai({ prompt_tokens: 0, completion_tokens: 0 }), '0', '0'],
  ['a prompt without an answer', 'gpt5', openai({ prompt_tokens: 7, completion_tokens: 0 }), '7 × 1.25', '0.00000875'],
  ['a cached prefix', 'gpt5', openai({ prompt_tokens: 2006, completion_tokens: 300, prompt_tokens_details: { cached_tokens: 1920 } }), '86 × 1.25 + 1920 × 0.125 + 300 × 10', '0.0033475'],
  ['a prompt cached whole', 'gpt5', openai({ prompt_tokens: 1024, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 1024 } }), '1024 × 0.125 + 5 × 10', '0.000178'],
  ['reasoning billed as output', 'gpt5', openai({ prompt_tokens: 75, completion_tokens: 1186, completion_tokens_details: { reasoning_tokens: 1024 } }), '75 × 1.25 + 1186 × 10', '0.01195375'],
  ['an answer that was all reasoning', 'gpt5', openai({ prompt_tokens: 50, completion_tokens: 2048, completion_tokens_details: { reasoning_tokens: 2048 } }), '50 × 1.25 + 2048 × 10', '0.0205425'],
  ['cached prefix and reasoning', 'gpt5', openai({ prompt_tokens: 4096, completion_tokens: 900, prompt_tokens_details: { cached_tokens: 3968 }, completion_tokens_details: { reasoning_tokens: 640 } }), '128 × 1.25 + 3968 × 0.125 + 900 × 10', '0.009656'],
  ['a cheap model', 'gpt4oMini', openai({ prompt_tokens: 57, completion_tokens: 17 }), '57 × 0.15 + 17 × 0.6', '0.00001875'],
  ['a cheap model, cached', 'gpt4oMini', openai({ prompt_tokens: 1566, completion_tokens: 211, prompt_tokens_details: { cached_tokens: 1408 } }), '158 × 0.15 + 1408 × 0.075 + 211 × 0.6', '0.0002559'],
  ['a dear model', 'o1Pro', openai({ prompt_tokens: 12345, completion_tokens: 6789, completion_tokens_details: { reasoning_tokens: 6000 } }), '12345 × 150 + 6789 × 600', '5.92515'],
  ['no discount for cached tokens', 'o1Pro', openai({ prompt_tokens: 3000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 2048 } }), '3000 × 150 + 100 × 600', '0.51'],
  ['speech in, text out', 'gptAudio', openai({ prompt_tokens: 350, completion_tokens: 40, prompt_tokens_details: { audio_tokens: 300 } }), '50 × 2.5 + 300 × 32 + 40 × 10', '0.010125'],
  ['text in, speech out', 'gptAudio', openai({ prompt_tokens: 25, completion_tokens: 220, completion_tokens_details: { audio_tokens: 180 } }), '25 × 2.5 + 40 × 10 + 180 × 64', '0.0119825'],
  ['speech both ways', 'gptAudio', openai({ prompt_tokens: 1000, completion_tokens: 500, prompt_tokens_details: { audio_tokens: 900 }, completion_tokens_details: { audio_tokens: 450 } }), '100 × 2.5 + 900 × 32 + 50 × 10 + 450 × 64', '0.05835'],
  ['cached text and speech', 'gptRealtime', openai({ prompt_tokens: 2000, completion_tokens: 300, prompt_tokens_details: { cached_tokens: 1200, audio_tokens: 1500, cached_audio_tokens: 1000 }, completion_tokens_details: { audio_tokens: 250 } }), '300 × 4 + 500 × 32 + 200 × 0.4 + 1000 × 0.4 + 50 × 16 + 250 × 64', '0.03448'],
  ['embeddings', 'embeddingSmall', openai({ prompt_tokens: 8191 }), '8191 × 0.02', '0.00016382'],
  ['one token embedded', 'embeddingSmall', openai({ prompt_tokens: 1 }), '1 × 0.02', '0.00000002'],
  ['writes to the cache', 'gpt6Sol', openai({ prompt_tokens: 5000, completion_tokens: 200, prompt_tokens_details: { cached_tokens: 1000, cache_write_tokens: 3500 } }), '500 × 2 + 1000 × 0.2 + 3500 × 2.5 + 200 × 10', '0.01195'],
  ['a long context, at the edge', 'gpt6Sol', openai({ prompt_tokens: 272000, completion_tokens: 1000 }), '272000 × 2 + 1000 × 10', '0.554'],
  ['a long context, one token over', 'gpt6Sol', openai({ prompt_tokens: 272001, completion_tokens: 1000 }), '272001 × 4 + 1000 × 15', '1.103004'],
  ['a long context, mostly cached, all in the higher tier', 'gpt6Sol', openai({ prompt_tokens: 300000, completion_tokens: 2000, prompt_tokens_details: { cached_tokens: 290000, cache_write_tokens: 5000 } }), '5000 × 4 + 290000 × 0.4 + 5000 × 5 + 2000 × 15', '0.191'],
  ['a plain message', 'sonnet45', anthropic({ input_tokens: 25, output_tokens: 15 }), '25 × 3 + 15 × 15', '0.0003'],
  ['first use of a cache', 'sonnet45', anthropic({ input_tokens: 21, cache_creation_input_tokens: 188086, cache_read_input_tokens: 0, output_tokens: 393 }), '21 × 3 + 188086 × 3.75 + 393 × 15', '0.7112805'],
  ['second use of a cache', 'sonnet45', anthropic({ input_tokens: 21, cache_creation_input_tokens: 0, cache_read_input_tokens: 188086, output_tokens: 393 }), '21 × 3 + 188086 × 0.3 + 393 × 15', '0.0623838'],
  ['writes for five minutes and for an hour', 'sonnet45', anthropic({ input_tokens: 2048, cache_creation_input_tokens: 556, cache_creation: { ephemeral_5m_input_tokens: 456, ephemeral_1h_input_tokens: 100 }, cache_read_input_tokens: 1800, output_tokens: 503 }), '2048 × 3 + 456 × 3.75 + 100 × 6 + 1800 × 0.3 + 503 × 15', '0.016539'],
  ['writes for an hour alone', 'sonnet45', anthropic({ input_tokens: 10, cache_creation_input_tokens: 9000, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 9000 }, cache_read_input_tokens: 0, output_tokens: 100 }), '10 × 3 + 9000 × 6 + 100 × 15', '0.05553'],
  ['thinking, which is output', 'sonnet45', anthropic({ input_tokens: 100, output_tokens: 5000 }), '100 × 3 + 5000 × 15', '0.0753'],
  ['a long context, cache reads counted', 'sonnet45', anthropic({ input_tokens: 1000, cache_creation_input_tokens: 0, cache_read_input_tokens: 199001, output_tokens: 1000 }), '1000 × 6 + 199001 × 0.6 + 1000 × 22.5', '0.1479006'],
  ['a long context, just not', 'sonnet45', anthropic({ input_tokens: 1000, cache_creation_input_tokens: 0, cache_read_input_tokens: 199000, output_tokens: 1000 }), '1000 × 3 + 199000 × 0.3 + 1000 × 15', '0.0777'],
  ['a long context with all kinds of cache', 'sonnet45', anthropic({ input_tokens: 50000, cache_creation_input_tokens: 60000, cache_creation: { ephemeral_5m_input_tokens: 20000, ephemeral_1h_input_tokens: 40000 }, cache_read_input_tokens: 100000, output_tokens: 4096 }), '50000 × 6 + 20000 × 7.5 + 40000 × 12 + 100000 × 0.6 + 4096 × 22.5', '1.08216'],
  ['a small model', 'haiku45', anthropic({ input_tokens: 8, output_tokens: 1 }), '8 × 1 + 1 × 5', '0.000013'],
  ['a small model, cache read', 'haiku45', anthropic({ input_tokens: 3, cache_creation_input_tokens: 0, cache_read_input_tokens: 4097, output_tokens: 77 }), '3 × 1 + 4097 × 0.1 + 77 × 5', '0.0007977'],
  ['an old model with three-cent writes', 'haiku3', anthropic({ input_tokens: 13, cache_creation_input_tokens: 2101, cache_read_input_tokens: 77, output_tokens: 31 }), '13 × 0.25 + 2101 × 0.3 + 77 × 0.03 + 31 × 1.25', '0.00067461'],
  ['a large model', 'opus5', anthropic({ input_tokens: 1999, cache_creation_input_tokens: 1, cache_read_input_tokens: 1, output_tokens: 1 }), '1999 × 5 + 1 × 6.25 + 1 × 0.5 + 1 × 25', '0.01002675'],
  ['a plain prompt', 'gemini25Pro', gemini({ promptTokenCount: 8, candidatesTokenCount: 19 }), '8 × 1.25 + 19 × 10', '0.0002'],
  ['thoughts beside the candidates', 'gemini25Pro', gemini({ promptTokenCount: 12, candidatesTokenCount: 100, thoughtsTokenCount: 850 }), '12 × 1.25 + 950 × 10', '0.009515'],
  ['implicit caching', 'gemini25Pro', gemini({ promptTokenCount: 5000, cachedContentTokenCount: 4096, candidatesTokenCount: 60 }), '904 × 1.25 + 4096 × 0.125 + 60 × 10', '0.002242'],
  ['a context of exactly 200,000', 'gemini25Pro', gemini({ promptTokenCount: 200000, candidatesTokenCount: 1 }), '200000 × 1.25 + 1 × 10', '0.25001'],
  ['a context above 200,000', 'gemini25Pro', gemini({ promptTokenCount: 200001, cachedContentTokenCount: 100000, candidatesTokenCount: 500, thoughtsTokenCount: 500 }), '100001 × 2.5 + 100000 × 0.25 + 1000 × 15', '0.2900025'],
  ['speech', 'gemini25Flash', gemini({ promptTokenCount: 2020, candidatesTokenCount: 80, promptTokensDetails: [{ modality: 'TEXT', tokenCount: 20 }, { modality: 'AUDIO', tokenCount: 2000 }] }), '20 × 0.3 + 2000 × 1 + 80 × 2.5', '0.002206'],
  ['speech from the cache', 'gemini25Flash', gemini({ promptTokenCount: 2020, cachedContentTokenCount: 1500, candidatesTokenCount: 80, promptTokensDetails: [{ modality: 'TEXT', tokenCount: 20 }, { modality: 'AUDIO', tokenCount: 2000 }], cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 1500 }] }), '20 × 0.3 + 500 × 1 + 1500 × 0.1 + 80 × 2.5', '0.000856'],
  ['a price with more places than a pico-dollar', 'deepseek', openai({ prompt_tokens: 1000, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 999 } }), '1 × 0.435 + 999 × 0.003625', '0.000004056375'],
  ['reasoning with a rate of its own', 'sonarDeep', openai({ prompt_tokens: 33, completion_tokens: 1500, completion_tokens_details: { reasoning_tokens: 1200 } }), '33 × 2 + 300 × 8 + 1200 × 3', '0.006066'],
  ['a fee for each request', 'sonar', openai({ prompt_tokens: 14, completion_tokens: 8 }), '14 × 1 + 8 × 1 + 12000', '0.012022'],
  ['a rate below a pico-dollar a token, rounded up', 'subPico', openai({ prompt_tokens: 3, completion_tokens: 0 }), '3 × 0.0000001', '0.000000000001'],
  ['a rate below a pico-dollar a token, exact', 'subPico', openai({ prompt_tokens: 10000000, completion_tokens: 0 }), '10000000 × 0.0000001', '0.000001'],];

test.each(rows)('%s (%s) costs what the provider bills', (_title, sheet, usage, _work, usd) => {
  const cost = priceUsage(compileRateCard(priceSheets[sheet]), usage);
  expect(cost === null ? null : formatUsd(cost)).toBe(usd);
});

test('the prices of half a batch are half the prices, and the fee of a request is not', () => {
  const usage = openai({ prompt_tokens: 1001, completion_tokens: 333, prompt_tokens_details: { cached_tokens: 500 } });
  const batched = compileRateCard({ ...priceSheets.gpt5, batchDiscount: '0.5', request: '0.01' });
  // (501 × 1.25 + 500 × 0.125 + 333 × 10) / 2 = 2,009.375 millionths, and a cent.
  expect(formatUsd(priceUsage(batched, usage, 'batch') ?? -1n)).toBe('0.012009375');
});

test('the price of a batch is unknown where its discount is', () => {
  expect(priceUsage(compileRateCard(priceSheets.gpt5), openai({ prompt_tokens: 1 }), 'batch')).toBeNull();
});

test('audio on a model whose price for audio is not known has an unknown cost, not that of text', () => {
  const card = compileRateCard(priceSheets.gpt5);
  expect(priceUsage(card, openai({ prompt_tokens: 10, prompt_tokens_details: { audio_tokens: 1 } }))).toBeNull();
  expect(priceUsage(card, openai({ prompt_tokens: 10, completion_tokens: 2, completion_tokens_details: { audio_tokens: 1 } }))).toBeNull();
});

test('cached audio without a price of its own costs what audio costs, not what cached text does', () => {
  const card = compileRateCard(priceSheets.gptAudio);
  const usage = openai({ prompt_tokens: 10, prompt_tokens_details: { audio_tokens: 10, cached_tokens: 10, cached_audio_tokens: 10 } });
  expect(priceUsage(card, usage)).toBe(320_000_000n);
});

test('an hour in the cache without a price of its own has an unknown cost, not that of five minutes', () => {
  const card = compileRateCard({ bands: [{ aboveInputTokens: -1, rates: { input: '3', cacheWrite: '3.75', output: '15' } }] });
  const usage = anthropic({ input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 2, cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 1 } });
  expect(priceUsage(card, usage)).toBeNull();
});

test('an answer from a model with a price for input alone has an unknown cost', () => {
  const card = compileRateCard(priceSheets.embeddingSmall);
  expect(priceUsage(card, openai({ prompt_tokens: 1, completion_tokens: 1 }))).toBeNull();
});

test('parts that exceed their total are billed as the parts say, and never below zero', () => {
  const card = compileRateCard(priceSheets.sonnet45);
  const usage = { ...openai({ prompt_tokens: 10, completion_tokens: 5 }), cachedInput: 100, cacheWrite1h: 7, reasoning: 50 };
  // 100 × 0.3 + 7 × 6 + 50 × 15
  expect(priceUsage(card, usage)).toBe(822_000_000n);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('a usage of %d tokens is no usage, and its cost unknown', (tokens) => {
  const card = compileRateCard(priceSheets.gpt5);
  expect(priceUsage(card, { ...openai({ prompt_tokens: 1 }), output: tokens })).toBeNull();
});
