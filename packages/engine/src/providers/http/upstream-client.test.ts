/** The HTTP client against real sockets that answer as badly as sockets can. */
import { connect as connectSocket, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isStream } from '../../reply.ts';
import type { Connect } from './open-socket.ts';
import { clientOf, codeOf, json, listen, post, reply, sse, textOf } from './socket-server.fixture.ts';

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
  await expect(post(clientOf(baseUrl, { headersTimeoutMs: 100, bodyTimeoutMs: 300 }))).rejects.toThrow('too slowly');
});

test.each<[string, Connect]>([
  ['reads into the shared buffer', ({ host, port, onread }) => connectSocket({ host, port, onread })],
  ['emits data', ({ host, port }) => connectSocket({ host, port })],
])('what waits for a slow reader does not grow, however long it reads, on a socket that %s', async (_, connect) => {
  const piece = `4000\r\n${'x'.repeat(16 * 1024)}\r\n`.repeat(8);
  const { baseUrl } = await listen((socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', write).write(`HTTP/1.1 200 OK\r\n${sse}\r\ntransfer-encoding: chunked\r\n\r\n`);
    write();
  });
  const sockets: Socket[] = [];
  const client = clientOf(baseUrl, {
    connect: (target) => {
      const socket = connect(target);
      sockets.push(socket);
      return socket;
    },
  });
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
    most = Math.max(most, (sockets[0]?.bytesRead ?? 0) - received);
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
  expect(connections).toBe(1);
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
    connect: ({ host, port }) => {
      const socket = new Socket();
      held.push(() => socket.connect(port, host));
      return socket;
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
  const forbid = (): never => {
    throw new Error('address not allowed');
  };
  const client = clientOf('http://10.0.0.1/', { connect: forbid });
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

test.each([10_000, 100_000])('a body of %i bytes arrives as it is', async (bytes) => {
  const { baseUrl, requests } = await listen((socket) => socket.write(reply(`200 OK\r\n${json}`, '{}')));
  const body = Buffer.concat([Buffer.alloc(bytes, '\xfe\r\n\0', 'latin1'), Buffer.from('{"ping":1}')]);
  await post(clientOf(`${baseUrl}/v1`), { bytes: new Uint8Array(body), headers: { traceparent: '00-1' } });
  const [head, sent] = (requests[0] ?? '').split(/\r\n\r\n(.*)/s, 2);
  expect(head?.split('\r\n')[0]).toBe('POST /v1/x HTTP/1.1');
  expect(head?.split('\r\n')).toEqual(expect.arrayContaining(['authorization: Bearer sk-hidden-value', 'traceparent: 00-1', `content-length: ${bytes + 10}`]));
  expect(sent).toBe(body.toString('latin1'));
});

test('a reply may come in pieces of any size', async () => {
  const body = JSON.stringify({ text: 'é'.repeat(40_000) });
  const bytes = reply(`200 OK\r\n${json}`, body);
  const { baseUrl } = await listen((socket) => {
    const writeFrom = (at: number): void => {
      if (at >= bytes.length) return;
      const next = at + (at < 80 ? 1 : 7_777);
      socket.write(bytes.subarray(at, next));
      setImmediate(writeFrom, next);
    };
    writeFrom(0);
  });
  expect(await textOf(await post(clientOf(baseUrl)))).toBe(body);
});

test('a provider that is silent times out, before the reply and in it', async () => {
  const limits = { headersTimeoutMs: 100, bodyTimeoutMs: 100 };
  const silent = await listen(() => undefined);
  expect(await codeOf(post(clientOf(silent.baseUrl, limits)))).toBe('provider_timeout');
  await expect.poll(() => silent.sockets.size).toBe(0);
  const halfway = await listen((socket) => socket.write(`HTTP/1.1 200 OK\r\n${sse}\r\ncontent-length: 9\r\n\r\ndata`));
  const answer = await post(clientOf(halfway.baseUrl, limits), { stream: true });
  expect(await codeOf(textOf(answer))).toBe('provider_timeout');
  await expect.poll(() => halfway.sockets.size).toBe(0);
});

test('the silence of a stream that its own reader holds back is no timeout', async () => {
  const { baseUrl } = await listen((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${sse}\r\ncontent-length: 70001\r\n\r\n${'x'.repeat(70_000)}`);
    setTimeout(() => socket.write('y'), 1_000);
  });
  const answer = await post(clientOf(baseUrl, { headersTimeoutMs: 400, bodyTimeoutMs: 400 }), { stream: true });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect((await textOf(answer)).length).toBe(70_001);
});

test('a body without length ends with the connection', async () => {
  const { baseUrl } = await listen((socket) => socket.end(`HTTP/1.1 200 OK\r\n${json}\r\n\r\n{"a":1}`));
  expect(await textOf(await post(clientOf(baseUrl)))).toBe('{"a":1}');
});
