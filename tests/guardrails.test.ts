/** Personal data and secrets leave as stand-ins and come back: a real server, the official clients, and a provider that remembers every byte. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminKey, appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

/** Made up for this test; none of them is anybody's. */
const values = ['miriam.okafor@northwind-mail.com', '+49 151 23456789', '4111 1111 1111 1111', 'DE89370400440532013000'];
const says = `Please write to ${values[0]} or call ${values[1]}. The card is ${values[2]}, the account ${values[3]}.`;

/** What the provider was sent, and what it says: what it was told, letter by letter where it streams. */
let upstream: Server;
let port = 0;
const received: string[] = [];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let plimsoll: PlimsollProcess;

interface Sent {
  readonly stream?: boolean;
  readonly messages: readonly { readonly content: string }[];
}

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      received.push(text);
      const body = JSON.parse(text) as Sent;
      const said = body.messages.at(-1)?.content ?? '';
      const args = JSON.stringify({ note: said });
      if (body.stream !== true) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: said, tool_calls: [{ id: 'c', type: 'function', function: { name: 'note', arguments: args } }] }, finish_reason: 'tool_calls' }], usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 } }));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const send = (delta: object, finish: string | null = null): void => void response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
      send({ role: 'assistant', content: '' });
      for (const letter of said) send({ content: letter });
      send({ tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'note', arguments: '' } }] });
      for (const letter of args) send({ tool_calls: [{ index: 0, function: { arguments: letter } }] });
      send({}, 'tool_calls');
      response.end(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 } })}\n\ndata: [DONE]\n\n`);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  ({ port } = upstream.address() as AddressInfo);
  folder = await temporaryFolder();
  plimsoll = await startPlimsoll({
    dataDir: folder.path,
    config: `
service: guarded
models:
  echo: { provider: openai, base_url: "http://127.0.0.1:${port}/v1", price: { input: 1, output: 3 } }
cache: { semantic: {} }
guardrails: { pii: tokenise }
traces: { content: full }
`,
  });
}, 60_000);
afterAll(async () => {
  await plimsoll?.stop();
  upstream?.close();
  await folder?.remove();
});

const expectNothingIn = (text: string, where: string): void => {
  for (const value of values) expect(text, `${value} in ${where}`).not.toContain(value);
  expect(text, where).not.toMatch(/okafor|23456789|3704 ?0044/i);
};

test('the official clients get their values back, whole and streamed, and the provider never sees one', async () => {
  const openai = new OpenAI({ apiKey: appKey, baseURL: `${plimsoll.url}/v1`, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: says }];
  const whole = await openai.chat.completions.create({ model: 'echo', messages });
  expect(whole.choices[0]?.message.content).toBe(says);
  const call = whole.choices[0]?.message.tool_calls?.[0];
  expect(JSON.parse(call?.type === 'function' ? call.function.arguments : '')).toEqual({ note: says });

  const stream = openai.chat.completions.stream({ model: 'echo', messages });
  const final = await stream.finalChatCompletion();
  expect(final.choices[0]?.message.content).toBe(says);
  const streamed = final.choices[0]?.message.tool_calls?.[0];
  expect(JSON.parse(streamed?.type === 'function' ? streamed.function.arguments : '')).toEqual({ note: says });

  // The other protocol, translated on both ways.
  const anthropic = new Anthropic({ apiKey: appKey, baseURL: plimsoll.url, maxRetries: 0 });
  const message = await anthropic.messages.stream({ model: 'echo', max_tokens: 500, messages }).finalMessage();
  expect(message.content).toMatchObject([{ type: 'text', text: says }, { type: 'tool_use', input: { note: says } }]);

  expect(received).toHaveLength(3);
  expectNothingIn(received.join('\n'), 'what the provider got');
  expect(received[0]).toContain('@example.invalid');
});

test('nor is one in records, cache, metrics, log, or any file of the server, though content is kept', async () => {
  const read = async (path: string): Promise<string> => (await fetch(`${plimsoll.url}${path}`, { headers: { authorization: `Bearer ${adminKey}` } })).text();
  let traces: { readonly traces: readonly { readonly id: string }[] } = { traces: [] };
  for (let tries = 0; tries < 50 && traces.traces.length < 3; tries += 1, await sleep(100)) traces = JSON.parse(await read('/api/traces')) as typeof traces;
  expect(traces.traces.length).toBeGreaterThanOrEqual(3);
  for (const { id } of traces.traces) {
    const record = await read(`/api/traces/${id}`);
    expectNothingIn(record, 'a record');
    expect(record).toContain('"guarded":{"found":{');
    expect(record).toContain('@example.invalid');
  }
  expectNothingIn(await read('/metrics'), 'metrics');
  expectNothingIn(await read('/api/cache'), 'the cache page');
  await plimsoll.stop();
  expectNothingIn(plimsoll.output(), 'the log');
  let files = 0;
  for (const name of readdirSync(folder.path, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder.path, name);
    if (!statSync(file).isFile()) continue;
    files += 1;
    expectNothingIn(readFileSync(file, 'latin1'), name);
  }
  expect(files).toBeGreaterThan(10);
});
