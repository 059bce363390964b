/**
 * Streams through the whole server: the provider's bytes, as they come, whatever the chunks; and a slow reader slows the provider down.
 */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appKey, eventually, readApi, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
/** What the provider does with the next request. */
let answer: (response: ServerResponse) => void = () => undefined;
let provider: Server;

beforeAll(async () => {
  folder = await temporaryFolder();
  provider = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const address = provider.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  server = await startPlimsoll({
    dataDir: folder.path,
    config: `service: streams\nmodels:\n  chat: { provider: openai, model: m, base_url: "${base}/v1" }\n  claude: { provider: anthropic, model: m, base_url: "${base}" }\n`,
  });
});

afterAll(async () => {
  await server?.stop();
  provider?.closeAllConnections();
  provider?.close();
  await folder?.remove();
});

const ask = (model: string): Promise<Response> =>
  fetch(`${server.url}${model === 'claude' ? '/v1/messages' : '/v1/chat/completions'}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, max_tokens: 100, stream: true, stream_options: { include_usage: true }, messages: [{ role: 'user', content: 'go' }] }),
  });

const word = fc.string({ unit: 'grapheme', maxLength: 20 });
const lineEnd = fc.constantFrom('\n', '\r\n');

const chatStream = fc.tuple(fc.array(word, { maxLength: 12 }), lineEnd, fc.boolean()).map(([words, end, comments]) => {
  const event = (data: string): string => `data: ${data}${end}${end}`;
  const chunk = (delta: object, finish: string | null): string =>
    event(JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] }));
  return [
    chunk({ role: 'assistant' }, null),
    ...words.map((content) => `${comments ? `: keep-alive${end}${end}` : ''}${chunk({ content }, null)}`),
    chunk({}, 'stop'),
    event(JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: { prompt_tokens: 3, completion_tokens: words.length, total_tokens: 3 + words.length } })),
    event('[DONE]'),
  ].join('');
});

const messagesStream = fc.tuple(fc.array(word, { maxLength: 12 }), lineEnd).map(([words, end]) => {
  const event = (data: { readonly type: string; readonly [member: string]: unknown }): string => `event: ${data.type}${end}data: ${JSON.stringify(data)}${end}${end}`;
  return [
    event({ type: 'message_start', message: { id: 'm1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 3, output_tokens: 1 } } }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((text) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    event({ type: 'content_block_stop', index: 0 }),
    event({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 9 } }),
    event({ type: 'message_stop' }),
  ].join('');
});

test.each([
  ['chat', chatStream],
  ['claude', messagesStream],
])('%s: the caller gets the provider\'s bytes under any split into chunks', async (model, stream) => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(fc.nat({ max: 4000 }), { maxLength: 12 }), async (text, cuts) => {
      const bytes = Buffer.from(text);
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
      answer = (response) => {
        response.flushHeaders();
        const send = (index: number): void => {
          const from = places[index - 1] ?? 0;
          const to = places[index] ?? bytes.length;
          if (to > from) response.write(bytes.subarray(from, to));
          if (index >= places.length) response.end();
          else setImmediate(send, index + 1);
        };
        send(0);
      };
      const got = Buffer.from(await (await ask(model)).arrayBuffer());
      expect(got.toString()).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('each event is passed on as soon as it is whole', async () => {
  const event = (content: string): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
  let provideNext: () => void = () => undefined;
  answer = (response) => {
    let sent = 0;
    provideNext = () => {
      sent += 1;
      if (sent <= 5) response.write(event(`word ${sent}`));
      else response.end('data: [DONE]\n\n');
    };
    response.flushHeaders();
  };
  const reader = (await ask('chat')).body?.getReader();
  for (let index = 1; index <= 5; index++) {
    // The next event is not even produced before this one has arrived.
    provideNext();
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe(event(`word ${index}`));
  }
  provideNext();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: [DONE]\n\n');
});

const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

test('512 readers that do not read hold the provider back, and memory stays flat', { timeout: 120_000 }, async () => {
  const readers = 512;
  const event = Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(4000) }, finish_reason: null }] })}\n\n`);
  let produced = 0;
  let open = 0;
  answer = (response) => {
    // Without end, if nobody held it back.
    open += 1;
    const pump = (): void => {
      if (response.destroyed) return;
      do produced += event.length;
      while (response.write(event));
      response.once('drain', pump);
    };
    pump();
  };
  const body = JSON.stringify({ model: 'chat', stream: true, messages: [{ role: 'user', content: 'go' }] });
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${appKey}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const before = residentMb(server.pid);
  const sockets: Socket[] = [];
  for (let index = 0; index < readers; index++) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined).pause();
    socket.write(head + body);
    sockets.push(socket);
  }
  // What fits into the kernel's buffers goes through; then the provider has to wait.
  let producedThen = -1;
  await eventually(async () => {
    expect(open).toBe(readers);
    producedThen = produced;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(produced).toBe(producedThen);
  }, 60_000);
  const settled = residentMb(server.pid);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const later = residentMb(server.pid);

  expect(produced).toBe(producedThen);
  expect(later - settled).toBeLessThan(30);
  expect(settled - before).toBeLessThan(600);

  for (const socket of sockets) socket.destroy();
  await eventually(async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/plimsoll_requests_in_flight(?:\{[^}]*\})? 0/);
  }, 20_000);
  await eventually(async () => {
    const page = await readApi<{ traces: { outcome: string }[] }>(server, '/api/traces?limit=200&outcome=abandoned');
    expect(page.traces.length).toBe(200);
  }, 10_000);
  process.stdout.write(`512 slow readers: ${before.toFixed(0)} MB before, ${settled.toFixed(0)} MB held back, ${later.toFixed(0)} MB three seconds later; ${(producedThen / readers / 1024).toFixed(0)} KB produced a stream\n`);
});

test('a caller who leaves ends the provider\'s stream', async () => {
  let closed = false;
  answer = (response) => {
    response.write('data: {"choices":[{"index":0,"delta":{"content":"first words of many"},"finish_reason":null}]}\n\n');
    response.once('close', () => {
      closed = true;
    });
  };
  const leaving = new AbortController();
  const reply = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'chat', stream: true, messages: [{ role: 'user', content: 'go' }] }),
    signal: leaving.signal,
  });
  const id = reply.headers.get('x-plimsoll-trace');
  await reply.body?.getReader().read();
  leaving.abort();
  await eventually(() => expect(closed).toBe(true));
  await eventually(async () => {
    const { record } = await readApi<{ record: { outcome: string; usage: { output: number; source: string } } }>(server, `/api/traces/${id}`);
    expect(record).toMatchObject({ outcome: 'abandoned', usage: { output: 4, source: 'counted' } });
  });
});
