/** The cache on a real server, with the official clients. */
import Anthropic from '@anthropic-ai/sdk';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminKey, appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let upstream: SimulatedServer;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer({ behaviour: { tokens: 20, latencyMs: 30 } });
  server = await startPlimsoll({
    dataDir: folder.path,
    config: `
service: cache-test
models:
  sim: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
  clau: { provider: anthropic, base_url: "${upstream.url}", price: { input: 1, output: 3 } }
cache: { ttl_s: 60 }
`,
  });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await upstream?.close();
  await folder?.remove();
});

const calls = (): number => upstream.ledger.totals().requests;

test('both official clients get the same answer again, whole and streamed, with tool calls, and the provider is asked once', async () => {
  const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: appKey });
  const anthropic = new Anthropic({ baseURL: server.url, apiKey: appKey });
  const messages = [{ role: 'user' as const, content: 'What does the line say?' }];
  const tools = [{ type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }];
  const streamed = async (): Promise<string> => {
    let text = '';
    for await (const piece of await openai.chat.completions.create({ model: 'sim', messages, stream: true })) text += piece.choices[0]?.delta.content ?? '';
    return text;
  };
  const asks: readonly (() => Promise<unknown>)[] = [
    () => openai.chat.completions.create({ model: 'sim', messages }),
    () => openai.chat.completions.create({ model: 'sim', messages, tools, tool_choice: 'required' }),
    streamed,
    () => anthropic.messages.create({ model: 'clau', messages, max_tokens: 50 }),
    () => anthropic.messages.stream({ model: 'clau', messages, max_tokens: 50 }).finalMessage(),
    () => openai.embeddings.create({ model: 'sim', input: 'tide', encoding_format: 'float' }),
  ];
  for (const ask of asks) {
    const before = calls();
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(calls()).toBe(before + 1);
  }
});

test('over HTTP: what the cache did is in the headers, 304 has no body, and what is forgotten is asked anew', async () => {
  const ask = (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', 'x-plimsoll-cache-tags': 'tides', ...headers },
      body: JSON.stringify({ model: 'sim', messages: [{ role: 'user', content: 'Tell me of tides' }] }),
    });
  const first = await ask();
  const answer = await first.text();
  expect(first.headers.get('x-plimsoll-cache')).toBe('miss');
  const second = await ask();
  expect(second.headers.get('x-plimsoll-cache')).toBe('exact');
  expect(second.headers.get('x-plimsoll-cost-usd')).toBe('0');
  expect(await second.text()).toBe(answer);
  const known = await ask({ 'if-none-match': first.headers.get('etag') ?? '' });
  expect([known.status, await known.text()]).toEqual([304, '']);
  expect((await ask({ 'cache-control': 'only-if-cached' })).status).toBe(200);

  const admin = { authorization: `Bearer ${adminKey}` };
  expect(await (await fetch(`${server.url}/api/cache`, { headers: admin })).json()).toMatchObject({ enabled: true, mode: 'enforce' });
  expect(await (await fetch(`${server.url}/api/cache?tag=tides`, { method: 'DELETE', headers: admin })).json()).toEqual({ forgotten: 1 });
  const uncached = await ask({ 'cache-control': 'only-if-cached' });
  expect(uncached.status).toBe(504);
  expect(await uncached.json()).toMatchObject({ error: { code: 'not_cached' } });
});

test('a request that means the same gets the answer of before; a built-in embedder or a model of the file finds it, and the model is paid for', async () => {
  const own = await temporaryFolder();
  const start = async (semantic: string): Promise<PlimsollProcess> =>
    startPlimsoll({
      dataDir: own.path,
      config: `
service: cache-test
models:
  sim: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
  vectors: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 0 } }
cache: { ttl_s: 60, semantic: ${semantic} }
`,
    });
  try {
    for (const [semantic, embedder, callsOfHit] of [['{}', 'built-in', 0], ['{ embedder: vectors, threshold: 0.5 }', 'vectors', 1]] as const) {
      const one = await start(semantic);
      const openai = new OpenAI({ baseURL: `${one.url}/v1`, apiKey: appKey });
      const ask = async (content: string) => openai.chat.completions.create({ model: 'sim', messages: [{ role: 'user', content }] }).withResponse();
      const first = await ask('How do I reset my password?');
      const before = calls();
      const second = await ask('Hi! Could you please tell me how to reset my password? Thanks');
      expect(second.data).toEqual(first.data);
      expect(second.response.headers.get('x-plimsoll-cache')).toBe('semantic');
      expect(calls() - before).toBe(callsOfHit);
      expect((await ask('How do I not reset my password?')).response.headers.get('x-plimsoll-cache')).toBe('miss');
      const figures = await fetch(`${one.url}/api/cache`, { headers: { authorization: `Bearer ${adminKey}` } });
      expect(await figures.json()).toMatchObject({ embedder, semantic: 1, hits: 1, misses: callsOfHit === 0 ? 2 : 5 });
      await one.stop();
    }
  } finally {
    await own.remove();
  }
}, 60_000);

test('with `keep: store` a restart loses no answer, and what is forgotten stays forgotten', async () => {
  const own = await temporaryFolder();
  const start = async (): Promise<PlimsollProcess> =>
    startPlimsoll({
      dataDir: own.path,
      config: `
service: cache-test
models:
  sim: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
cache: { ttl_s: 600, keep: store, semantic: {} }
`,
    });
  const ask = async (one: PlimsollProcess, content: string) => new OpenAI({ baseURL: `${one.url}/v1`, apiKey: appKey }).chat.completions.create({ model: 'sim', messages: [{ role: 'user', content }] }).withResponse();
  try {
    const one = await start();
    const first = await ask(one, 'How do I cancel my subscription?');
    await one.stop();
    const two = await start();
    const before = calls();
    const again = await ask(two, 'Could you tell me how to cancel my subscription, please?');
    expect(again.data).toEqual(first.data);
    expect(again.response.headers.get('x-plimsoll-cache')).toBe('semantic');
    expect(calls()).toBe(before);
    const forgotten = await fetch(`${two.url}/api/cache`, { method: 'DELETE', headers: { authorization: `Bearer ${adminKey}` } });
    expect(await forgotten.json()).toEqual({ forgotten: 1 });
    await two.stop();
    const three = await start();
    expect((await ask(three, 'How do I cancel my subscription?')).response.headers.get('x-plimsoll-cache')).toBe('miss');
    await three.stop();
  } finally {
    await own.remove();
  }
}, 60_000);
