/** The simulated server as the real clients see it, and as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import Anthropic, { RateLimitError as AnthropicRateLimitError } from '@anthropic-ai/sdk';
import OpenAI, { AuthenticationError, RateLimitError } from 'openai';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isJsonObject } from '@plimsoll/contract/json';
import { parseJson } from './json-values.ts';
import { createSimulatedServer, type SimulatedServer } from './simulated-server.ts';

const firstText = async (from: Readable): Promise<string> => {
  for await (const part of from) return String(part);
  throw new Error('it ended without a word');
};

const apiKey = 'sk-simulated';
let server: SimulatedServer;
let openAi: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  server = await createSimulatedServer({ apiKey, models: ['small', 'large'], behaviour: { thinking: 'Let me think.' } });
  openAi = new OpenAI({ baseURL: server.openAiUrl, apiKey, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: server.url, apiKey, maxRetries: 0 });
});
afterAll(() => server.close());

const messages = [{ role: 'user' as const, content: 'Hello' }];
const toolCalls = [{ name: 'tide', arguments: { harbour: 'Ærøskøbing' } }];

test('OpenAI\'s client gets answers, tool calls, streams, embeddings and models', async () => {
  const whole = await openAi.chat.completions.create({ model: 'small', messages, max_tokens: 10, logprobs: true });
  expect(whole.choices[0]?.message.content).toBe('The line on the hull says how');
  expect(whole.choices[0]?.finish_reason).toBe('length');
  expect(whole.usage?.completion_tokens).toBe(10);
  expect(whole.choices[0]?.logprobs?.content).toHaveLength(7);

  const request = { model: 'small', messages, simulate: { toolCalls } };
  const completion = await openAi.chat.completions.stream(request).finalChatCompletion();
  const [call] = completion.choices[0]?.message.tool_calls ?? [];
  expect(call?.type === 'function' ? JSON.parse(call.function.arguments) : null).toEqual(toolCalls[0]?.arguments);

  const vectors = await openAi.embeddings.create({ model: 'small', input: ['a', 'b'], dimensions: 3 });
  expect(vectors.data.map(({ embedding }) => embedding.length)).toEqual([3, 3]);
  expect((await openAi.models.list()).data.map(({ id }) => id)).toEqual(['small', 'large']);
});

test('Anthropic\'s client gets answers, thinking, tool calls and streams', async () => {
  const whole = await anthropic.messages.create({ model: 'small', messages, max_tokens: 100 });
  expect(whole.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  const request = { model: 'small', messages, max_tokens: 100, simulate: { toolCalls, text: 'Look:' } };
  const message = await anthropic.messages.stream(request).finalMessage();
  expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use']);
  expect(message.content[2]).toMatchObject({ name: 'tide', input: toolCalls[0]?.arguments });
  expect(message.stop_reason).toBe('tool_use');
  expect((await anthropic.models.list()).data.map(({ id }) => id)).toEqual(['small', 'large']);
});

test('both clients recognise its errors', async () => {
  const request = { model: 'm', messages, max_tokens: 1, simulate: { status: 429, retryAfter: '1' } };
  await expect(openAi.chat.completions.create(request)).rejects.toBeInstanceOf(RateLimitError);
  await expect(anthropic.messages.create(request)).rejects.toBeInstanceOf(AnthropicRateLimitError);
  const stranger = openAi.withOptions({ apiKey: 'wrong' });
  await expect(stranger.chat.completions.create({ model: 'm', messages })).rejects.toBeInstanceOf(AuthenticationError);
});

test('usage can be left out, or be whatever a test wants', async () => {
  const without = { model: 'm', messages, simulate: { usage: false } };
  expect((await openAi.chat.completions.create(without)).usage).toBeUndefined();
  const odd = { model: 'm', messages, simulate: { rawUsage: { prompt_tokens: -1 } } };
  expect((await openAi.chat.completions.create(odd)).usage).toEqual({ prompt_tokens: -1 });
});

test('a stream keeps its pace', async () => {
  const startMs = performance.now();
  const simulate = { tokens: 11, thinking: null, tokensPerSecond: 100, latencyMs: 50 };
  const request = { model: 'm', messages, stream: true as const, simulate };
  let chunks = 0;
  for await (const _ of await openAi.chat.completions.create(request)) chunks += 1;
  expect(chunks).toBe(13);
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan(145);
  expect(tookMs).toBeLessThan(1_000);
});

test.each([[[]], [['--fixed']]])('it runs as a process of its own, shows its ledger and ends on SIGTERM (%j)', async (flags) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--latency-ms', '2', '--tokens', '5', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const started = parseJson(await firstText(child.stdout));
  if (!isJsonObject(started)) throw new Error('its first line is not an object');
  const { url, openAiUrl } = started;
  if (typeof url !== 'string' || typeof openAiUrl !== 'string') throw new Error('its first line has no addresses');
  const client = new OpenAI({ baseURL: openAiUrl, apiKey: 'none', maxRetries: 0 });
  const whole = await client.chat.completions.create({ model: 'm', messages });
  expect(whole.usage?.completion_tokens).toBe(5);
  const streamed = await client.chat.completions.stream({ model: 'm', messages }).finalChatCompletion();
  expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
  const ledger: unknown = await (await fetch(`${url}/ledger`)).json();
  expect(ledger).toMatchObject({ totals: { requests: 2, finished: 2, outputTokens: 10 } });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('flags it does not know end the process with what it does know', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--tokns', '5'], { stdio: ['ignore', 'ignore', 'pipe'] });
  expect(await firstText(child.stderr)).toContain('--tokns');
  expect(await once(child, 'exit')).toEqual([2, null]);
});
