/** The HTTP client against real sockets that answer as badly as sockets can. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isStream } from '../../reply.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamClientOptions, type UpstreamPost } from './upstream-client.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A server that hands each request's socket to `answer` once the request's body has come. */
const listen = async (answer: (socket: Socket) => void): Promise<{ baseUrl: string; server: Server; sockets: Set<Socket> }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = '';
    socket.on('data', (part) => {
      received += part.toString('latin1');
      if (!received.endsWith('{"ping":1}')) return;
      received = '';
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return { baseUrl: `http://127.0.0.1:${address.port}`, server, sockets };
};

const clientOf = (baseUrl: string, options: Partial<UpstreamClientOptions> = {}): UpstreamClient => {
  const client = createUpstreamClient({ name: 'p', baseUrl, headersTimeoutMs: 3_000, bodyTimeoutMs: 3_000, ...options });
  opened.push(() => client.close(0));
  return client;
};

const post = (client: UpstreamClient, options: Partial<UpstreamPost> = {}) =>
  client.post({
    path: '/x',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-hidden-value' },
    bytes: new TextEncoder().encode('{"ping":1}'),
    stream: false,
    signal: new AbortController().signal,
    ...options,
  });

const reply = (head: string, body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`), Buffer.from(body)]);
const json = 'content-type: application/json';
const sse = 'content-type: text/event-stream';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('sk-hidden-value');
    return error instanceof PlimsollError ? error.code : `not from the catalogue: ${String(error)}`;
  }
  return 'nothing was thrown';
};

test.each([
  ['a compressed body', reply(`200 OK\r\n${json}\r\ncontent-encoding: gzip`, gzipSync('{}')), 'provider_invalid_reply'],
  ['a redirect', reply('302 Found\r\nlocation: http://127.0.0.1:1/'), 'provider_invalid_reply'],
  ['no content', reply('204 No Content'), 'provider_invalid_reply'],
  ['no content type', reply('200 OK', '{}'), 'provider_invalid_reply'],
  ['a stream that was not asked for', reply(`200 OK\r\n${sse}`, 'data: 1\n\n'), 'provider_invalid_reply'],
  ['something that is not HTTP and echoes the key', Buffer.from('SSH-2.0 sk-hidden-value\r\n\r\n'), 'provider_invalid_reply'],
  ['headers without end', Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`), 'provider_invalid_reply'],
])('%s', async (_, bytes, code) => {
  const { baseUrl } = await listen((socket) => socket.end(bytes));
  expect(await codeOf(post(clientOf(baseUrl)))).toBe(code);
});

test.each([
  ['a body shorter than its length', `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 50\r\n\r\n{"a":1}`],
  ['a chunked body without its end', `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n`],
])('%s is provider_closed', async (_, text) => {
  const { baseUrl } = await listen((socket) => socket.end(text));
  expect(await codeOf(post(clientOf(baseUrl)))).toBe('provider_closed');
});

test('a body over the bound is refused and its connection destroyed', async () => {
  const { baseUrl, sockets } = await listen((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n`);
    for (let count = 0; count < 40; count += 1) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`);
  });
  expect(await codeOf(post(clientOf(baseUrl, { maxReplyBytes: 20 * 1024 })))).toBe('provider_invalid_reply');
  await expect.poll(() => sockets.size).toBe(0);
});

test('a stream over the bound breaks off', async () => {
  const { baseUrl } = await listen((socket) => socket.write(reply(`200 OK\r\n${sse}`, `data: ${'x'.repeat(5_000)}\n\n`)));
  const { body } = await post(clientOf(baseUrl, { maxStreamBytes: 1_000 }), { stream: true });
  if (!isStream(body)) throw new Error('expected a stream');
  const read = async (): Promise<void> => {
    for await (const piece of body) expect(piece.length).toBeLessThanOrEqual(1_000);
  };
  expect(await codeOf(read())).toBe('provider_invalid_reply');
});

test('a whole reply that trickles for ever times out, though each piece comes in time', async () => {
  const { baseUrl } = await listen((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n`);
    const timer = setInterval(() => socket.write('1\r\n \r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  expect(await codeOf(post(clientOf(baseUrl, { headersTimeoutMs: 100, bodyTimeoutMs: 100 })))).toBe('provider_timeout');
});

test('what waits for a slow reader does not grow, however long it reads', async () => {
  const piece = `200\r\n${'x'.repeat(512)}\r\n`.repeat(200);
  const { baseUrl } = await listen((socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', write).write(`HTTP/1.1 200 OK\r\n${sse}\r\ntransfer-encoding: chunked\r\n\r\n`);
    write();
  });
  const client = clientOf(baseUrl, {
    connect: (options, callback) => {
      const opening = createConnection(Number(options.port), options.hostname, () => {
        connection = opening;
        callback(null, opening);
      });
    },
  });
  let connection: Socket | null = null;
  let most = 0;
  const { body } = await post(client, { stream: true });
  if (!isStream(body)) throw new Error('expected a stream');
  let received = 0;
  let nextPause = 0;
  for await (const part of body) {
    received += part.length;
    if (received > 8 * 1024 * 1024) break;
    if (received < nextPause) continue;
    nextPause = received + 16 * 1024;
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, (connection as Socket | null)?.readableLength ?? 0);
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(256 * 1024);
});

test('only headers that may pass come through, without those of the hop', async () => {
  const dropped = ['set-cookie: a=b', 'openai-organization: acme', 'connection: keep-alive', 'server: x'];
  const head = ['200 OK', json, 'x-request-id: r1', 'x-request-id: r2', ...dropped];
  const { baseUrl } = await listen((socket) => socket.write(reply(head.join('\r\n'), '{}')));
  const { headers } = await post(clientOf(baseUrl));
  expect(Object.keys(headers).toSorted()).toEqual(['content-type', 'x-request-id']);
  expect(headers['x-request-id']).toMatch(/^r1/);
});

test('informational replies are waited past', async () => {
  const early = Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n');
  const { baseUrl } = await listen((socket) => socket.write(Buffer.concat([early, reply(`200 OK\r\n${json}`, '{}')])));
  expect((await post(clientOf(baseUrl))).status).toBe(200);
});

test('connections are used again', async () => {
  let connections = 0;
  const { baseUrl, server } = await listen((socket) => socket.write(reply(`200 OK\r\n${json}`, '{}')));
  server.on('connection', () => (connections += 1));
  const client = clientOf(baseUrl);
  for (let count = 0; count < 20; count += 1) await post(client);
  // The next call may come a moment before the first connection is free again.
  expect(connections).toBeLessThanOrEqual(2);
});

test('more calls at once than connections are refused rather than queued, and room is made when one ends', async () => {
  const { baseUrl, sockets } = await listen(() => undefined);
  const client = clientOf(baseUrl, { connections: 2 });
  const leave = new AbortController();
  const held = [post(client, { signal: leave.signal }), post(client, { signal: leave.signal })].map(codeOf);
  expect(await codeOf(post(client))).toBe('overloaded');
  await expect.poll(() => sockets.size).toBe(2);
  leave.abort(new PlimsollError('provider_timeout'));
  expect(await Promise.all(held)).toEqual(['provider_timeout', 'provider_timeout']);
  await expect.poll(() => sockets.size).toBe(0);
  const again = new AbortController();
  const third = codeOf(post(client, { signal: again.signal }));
  again.abort(new PlimsollError('provider_closed'));
  expect(await third).toBe('provider_closed');
});

test('aborted while the connection is being opened, the request never leaves', async () => {
  let requests = 0;
  const { baseUrl } = await listen(() => (requests += 1));
  const leave = new AbortController();
  const gone = new Error('left');
  const held: (() => void)[] = [];
  const client = clientOf(baseUrl, {
    // Holds the connection back until the caller has left.
    connect: (options, callback) => {
      held.push(() => {
        const socket = createConnection(Number(options.port), options.hostname);
        socket.once('connect', () => callback(null, socket));
      });
    },
  });
  const call = post(client, { signal: leave.signal });
  leave.abort(gone);
  await expect(call).rejects.toBe(gone);
  expect(held).toHaveLength(1);
  held[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(requests).toBe(0);
});

test('a connection that the policy on addresses forbids is provider_refused', async () => {
  const client = clientOf('http://10.0.0.1/', { connect: (_, callback) => callback(new Error('address not allowed'), null) });
  expect(await codeOf(post(client))).toBe('provider_refused');
});

test('a name that does not resolve and a port that does not speak TLS are provider_refused', async () => {
  const { baseUrl } = await listen((socket) => socket.end());
  expect(await codeOf(post(clientOf('http://nothing.invalid/')))).toBe('provider_refused');
  expect(await codeOf(post(clientOf(baseUrl.replace('http:', 'https:'), { connectTimeoutMs: 300 })))).toBe('provider_refused');
});

test('closing twice is no error, and a call after it is refused', async () => {
  const client = clientOf('http://127.0.0.1:1');
  await client.close(10);
  await client.close(10);
  expect(await codeOf(post(client))).toBe('provider_refused');
});
