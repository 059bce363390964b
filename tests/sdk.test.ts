/**
 * The official clients, unmodified, against a running server whose providers speak OpenAI's and Anthropic's protocols.
 */
import Anthropic from '@anthropic-ai/sdk';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let upstream: SimulatedServer;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer({ apiKey: 'upstream-secret' });
  server = await startPlimsoll({
    dataDir: folder.path,
    env: { UPSTREAM_KEY: 'upstream-secret' },
    config: `
service: sdk-test
models:
  gpt: { provider: openai, model: gpt-5-mini, base_url: "${upstream.openAiUrl}", key: env:UPSTREAM_KEY }
  claude: { provider: anthropic, model: claude-sonnet-4-5, base_url: "${upstream.url}", key: env:UPSTREAM_KEY }
routes:
  default: { try: [gpt], fallback: [claude] }
`,
  });
  openai = new OpenAI({ apiKey: appKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
  anthropic = new Anthropic({ apiKey: appKey, baseURL: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server?.stop();
  await upstream?.close();
  await folder?.remove();
});

const simulate = (behaviour: object) => ({ simulate: behaviour });
const tools = [
  { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } },
];
const twoCalls = [
  { name: 'weather', arguments: { city: 'Kraków "old town"' } },
  { name: 'weather', arguments: { city: 'São Paulo' } },
];

describe.each(['gpt', 'claude', 'default'])('the openai client and the model %s', (model) => {
  // A translated request holds no unknown members, so the simulated provider takes its orders from the message.
  const asking = (behaviour: object) => [{ role: 'user' as const, content: `simulate:${JSON.stringify(behaviour)}` }];

  test('chats', async () => {
    const completion = await openai.chat.completions.create({ model, messages: asking({ text: 'hello to you' }) });
    expect(completion.choices[0]?.message.content).toBe('hello to you');
    expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
  });

  test('streams, with a usage report when it asks for one', async () => {
    const stream = openai.chat.completions.stream({ model, messages: asking({ text: 'one two three four' }), stream_options: { include_usage: true } });
    let deltas = 0;
    stream.on('content', () => deltas++);
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe('one two three four');
    expect(final.usage?.completion_tokens).toBeGreaterThan(0);
    expect(deltas).toBeGreaterThan(1);
  });

  test('calls tools in parallel, whole and streamed', async () => {
    const whole = await openai.chat.completions.create({ model, tools, messages: asking({ toolCalls: twoCalls }) });
    const streamed = await openai.chat.completions.stream({ model, tools, messages: asking({ toolCalls: twoCalls }) }).finalChatCompletion();
    for (const completion of [whole, streamed]) {
      const calls = completion.choices[0]?.message.tool_calls ?? [];
      expect(calls.map((call) => (call.type === 'function' ? { name: call.function.name, arguments: JSON.parse(call.function.arguments) } : null))).toEqual(twoCalls);
      expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    }
  });
});

describe.each(['claude', 'gpt', 'default'])('the anthropic client and the model %s', (model) => {
  const asking = (behaviour: object) => ({ model, max_tokens: 200, messages: [{ role: 'user' as const, content: `simulate:${JSON.stringify(behaviour)}` }] });
  const anthropicTools = [{ name: 'weather', input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } } }];

  test('sends messages', async () => {
    const message = await anthropic.messages.create(asking({ text: 'hello to you' }));
    expect(message.content).toMatchObject([{ type: 'text', text: 'hello to you' }]);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(message.stop_reason).toBe('end_turn');
  });

  test('streams', async () => {
    let deltas = 0;
    const message = await anthropic.messages.stream(asking({ text: 'one two three four' })).on('text', () => deltas++).finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'one two three four' }]);
    expect(deltas).toBeGreaterThan(1);
  });

  test('uses tools in parallel, whole and streamed', async () => {
    const request = { ...asking({ toolCalls: twoCalls }), tools: anthropicTools };
    const whole = await anthropic.messages.create(request);
    const streamed = await anthropic.messages.stream(request).finalMessage();
    for (const message of [whole, streamed]) {
      const uses = message.content.flatMap((block) => (block.type === 'tool_use' ? [{ name: block.name, arguments: block.input }] : []));
      expect(uses).toEqual(twoCalls);
      expect(message.stop_reason).toBe('tool_use');
    }
  });
});

test('thinking blocks come through to the anthropic client', async () => {
  const message = await anthropic.messages
    .stream({ model: 'claude', max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 1024 }, messages: [{ role: 'user', content: `simulate:${JSON.stringify({ thinking: 'let me see', text: 'done' })}` }] })
    .finalMessage();
  expect(message.content.map((block) => block.type)).toEqual(['thinking', 'text']);
});

test('embeddings, with numbers and as base64', async () => {
  const asked = await openai.embeddings.create({ model: 'gpt', input: ['first', 'second'], encoding_format: 'float' });
  expect(asked.data).toHaveLength(2);
  expect(asked.data[0]?.embedding.length).toBeGreaterThan(0);
  // The client asks for base64 by itself and decodes it.
  const decoded = await openai.embeddings.create({ model: 'gpt', input: 'first' });
  expect(decoded.data[0]?.embedding.every(Number.isFinite)).toBe(true);
});

test('models are listed for both clients', async () => {
  const names = [];
  for await (const model of openai.models.list()) names.push(model.id);
  expect(names).toEqual(['gpt', 'claude', 'default']);
  const theirs = [];
  for await (const model of anthropic.models.list()) theirs.push(model.id);
  expect(theirs).toEqual(names);
  expect((await openai.models.retrieve('gpt')).id).toBe('gpt');
});

const tomorrow = { a_member_of_tomorrow: { deep: [1, 2, 3] } };

test('several choices, log probabilities and unknown members reach the provider as sent', async () => {
  const completion = await openai.chat.completions.create({
    model: 'gpt', n: 2, logprobs: true, top_logprobs: 2,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'what is this' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }] }],
    ...simulate({ text: 'two of them' }),
    ...tomorrow,
  });
  expect(completion.choices).toHaveLength(2);
  expect(completion.choices[0]?.logprobs?.content?.length).toBeGreaterThan(0);
  const sent = upstream.ledger.entries.at(-1)?.body as Record<string, unknown>;
  expect(sent.a_member_of_tomorrow).toEqual({ deep: [1, 2, 3] });
  expect(sent.model).toBe('gpt-5-mini');
});

test('errors arrive as the clients\' own error classes', async () => {
  await expect(openai.chat.completions.create({ model: 'nothing', messages: [{ role: 'user', content: 'x' }] })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(anthropic.messages.create({ model: 'nothing', max_tokens: 5, messages: [{ role: 'user', content: 'x' }] })).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  const stranger = new OpenAI({ apiKey: 'not-a-key-of-this-server', baseURL: `${server.url}/v1`, maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  await expect(new Anthropic({ apiKey: 'not-a-key-of-this-server', baseURL: server.url, maxRetries: 0 }).messages.create({ model: 'gpt', max_tokens: 5, messages: [{ role: 'user', content: 'x' }] })).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
});
