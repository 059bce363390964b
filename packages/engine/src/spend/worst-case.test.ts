import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { priceModelFor } from '../price/price-model.ts';
import { outputLimitOf, promptTokensAtMost, promptTokensCounted, worstPrice } from './worst-case.ts';

const bytesOf = (body: JsonObject): Buffer => Buffer.from(JSON.stringify(body));
const chat = (content: string): JsonObject => ({ model: 'm', messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content }] });
const model = (upstreamModel: string) => ({ upstreamModel, provider: { kind: 'openai', operations: [], call: () => Promise.reject(new Error('not called')), close: () => Promise.resolve() } });
const text = fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ maxCount: 80 }), fc.constantFrom('a'.repeat(500), '1234567890'.repeat(30), '潮の高さは今日どのくらいですか。'.repeat(8), '🚢⚓️🌊'.repeat(20)));

test('no prompt has more tokens than the quick bound, and the close one is no less than what is counted', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const body = chat(content);
      const bytes = bytesOf(body);
      // OpenAI's frame: three tokens a message and three for the answer's begin.
      const real = countTokens(content, { disallowedSpecial: new Set() }) + countTokens('Be brief.') + 2 * 4 + 3;
      expect(promptTokensAtMost('chat', body, bytes)).toBeGreaterThanOrEqual(real);
      expect(await promptTokensCounted('chat', body, bytes, model('gpt-5'))).toBeGreaterThanOrEqual(real);
      // Who counts a token for every four characters of JSON, as simulations do, stays below it too.
      expect(await promptTokensCounted('chat', body, bytes, model('other'))).toBeGreaterThanOrEqual(Math.ceil(JSON.stringify([null, body['messages'] ?? null, null]).length / 4));
    }),
    { numRuns: 200 },
  );
});

test('for ordinary prose the close bound is within twice the count, and far below the quick one', async () => {
  const body = chat('Summarise what this customer wants in one sentence, and say how sure you are. '.repeat(20));
  const bytes = bytesOf(body);
  const close = await promptTokensCounted('chat', body, bytes, model('gpt-5'));
  expect(close).toBeLessThan(2 * countTokens(JSON.stringify(body.messages)));
  expect(close).toBeLessThan(promptTokensAtMost('chat', body, bytes) / 2);
});

test('what the caller limits is the limit, for each choice; without one there is none', () => {
  expect(outputLimitOf('chat', { max_completion_tokens: 5, max_tokens: 9, n: 3 })).toEqual({ member: 'max_completion_tokens', tokens: 5, choices: 3 });
  expect(outputLimitOf('messages', { max_tokens: 9 })).toEqual({ member: 'max_tokens', tokens: 9, choices: 1 });
  expect(outputLimitOf('chat', {})).toEqual({ member: 'max_completion_tokens', tokens: null, choices: 1 });
  expect(outputLimitOf('embeddings', {})).toBeNull();
});

test('the dearest rate that the request can be billed at counts: cache writes, reasoning, sound', () => {
  const price = priceModelFor({ provider: 'openai', upstreamModel: 'm', baseUrl: null, ownPrice: { input: '1', output: '2', cache_write: '1.25', cache_write_1h: '2', reasoning: '3', input_audio: '10', output_audio: '20' } });
  const at = new Date();
  const plain = Buffer.from('{}');
  expect(worstPrice(price, 100, 10, plain, at)).toBe(100n * 1_000_000n + 10n * 3_000_000n);
  expect(worstPrice(price, 100, 0, Buffer.from('{"cache_control":{}}'), at)).toBe(100n * 2_000_000n);
  expect(worstPrice(price, 100, 10, Buffer.from('{"type":"input_audio"}'), at)).toBe(100n * 10_000_000n + 10n * 20_000_000n);
  expect(worstPrice(() => ({ costPicoUsd: null, certainty: 'unknown', source: null }), 1, 1, plain, at)).toBeNull();
});
