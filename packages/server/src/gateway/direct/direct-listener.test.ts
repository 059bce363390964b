/** The listener on a real port, with sockets that do what callers do and what they should not. */
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { HttpCall } from '../http-call.ts';
import { listenDirectly, type DirectListener } from './direct-listener.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

interface Rig {
  readonly port: number;
  readonly direct: DirectListener;
  readonly server: Server;
  /** Calls that came over the direct way. */
  readonly calls: HttpCall[];
}

/** Answers with what it was sent; Node's server says that it was Node's. */
const echo = async (call: HttpCall): Promise<void> => {
  const body = await call.body.read({ maxBytes: 10_000_000, timeoutMs: 5000 }, 5000);
  call.send(200, { 'content-type': 'text/plain', 'x-seen': call.headers['x-tag'] ?? '' }, body);
};

const start = async (handle: (call: HttpCall) => void = (call) => void echo(call).catch(() => undefined), timeouts = { head: 15_000, idle: 75_000 }): Promise<Rig> => {
  const calls: HttpCall[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => response.end(`node ${request.method} ${request.url} ${Buffer.concat(pieces).toString()}`));
  });
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'));
  const direct = listenDirectly(server, {
    operationOf: (path) => (path === '/v1/chat/completions' ? 'chat' : undefined),
    handle: (_operation, call) => {
      calls.push(call);
      handle(call);
    },
    headTimeoutMs: timeouts.head,
    keepAliveTimeoutMs: timeouts.idle,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    direct.destroyAll();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, direct, server, calls };
};

interface Caller {
  readonly socket: Socket;
  readonly text: () => string;
  readonly closed: Promise<void>;
}

const call = (port: number): Caller => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let text = '';
  socket.on('data', (piece) => (text += piece.toString('latin1'))).on('error', () => undefined);
  opened.push(() => socket.destroy());
  return { socket, text: () => text, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
};

const request = (body: string, headers = ''): string =>
  `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const bodies = (text: string): string[] => text.split('HTTP/1.1 200 OK').slice(1).map((reply) => reply.slice(reply.indexOf('\r\n\r\n') + 4));

test('requests are answered in order however they are cut into pieces and however many come at once', async () => {
  const { port, calls } = await start();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text)), { minLength: 1, maxLength: 4 }), fc.array(fc.nat({ max: 700 }), { maxLength: 6 }), async (texts, cuts) => {
      const before = calls.length;
      const caller = call(port);
      const all = texts.map((text, n) => request(`<${text}>`, `x-tag: ${n}\r\n`)).join('');
      const places = [...new Set([0, ...cuts.map((cut) => cut % all.length), all.length])].toSorted((a, b) => a - b);
      for (const [n, place] of places.slice(0, -1).entries()) {
        caller.socket.write(all.slice(place, places[n + 1]));
        await sleep(1);
      }
      await expect.poll(() => bodies(caller.text()), { interval: 2 }).toEqual(texts.map((text) => `<${text}>`));
      expect(calls.length - before).toBe(texts.length);
      caller.socket.destroy();
    }),
    { numRuns: 40 },
  );
});

test('a large body comes through whole, and a large reply goes back whole', async () => {
  const { port } = await start();
  const caller = call(port);
  const body = 'x'.repeat(3_000_000);
  caller.socket.write(request(body));
  await expect.poll(() => bodies(caller.text())[0]?.length, { timeout: 5000 }).toBe(body.length);
});

test.each([
  ['a GET', 'GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n', 'node GET /readyz '],
  ['chunks', 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 'node POST /v1/chat/completions {}'],
  ['a wish to continue', 'POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n{}', 'node POST /v1/chat/completions {}'],
  ['nonsense', 'SSH-2.0\r\n\r\n', '400 Bad Request'],
  ['two lengths', request('{}', 'content-length: 5\r\n'), '400 Bad Request'],
])('%s goes to Node\'s server, on a fresh connection and after a plain request alike', async (_, bytes, answer) => {
  const { port, calls } = await start();
  const fresh = call(port);
  fresh.socket.write(bytes);
  await expect.poll(fresh.text).toContain(answer);
  const used = call(port);
  used.socket.write(request('one'));
  await expect.poll(used.text).toContain('one');
  for (const piece of [bytes.slice(0, 3), bytes.slice(3)]) {
    used.socket.write(piece);
    await sleep(5);
  }
  await expect.poll(used.text).toContain(answer);
  expect(calls).toHaveLength(1);
});

test('a connection that Node\'s server has taken stays there and answers plain requests too', async () => {
  const { port, calls } = await start();
  const caller = call(port);
  caller.socket.write('GET /a HTTP/1.1\r\nhost: a\r\n\r\n');
  await expect.poll(caller.text).toContain('node GET /a');
  caller.socket.write(request('{}'));
  await expect.poll(caller.text).toContain('node POST /v1/chat/completions {}');
  expect(calls).toHaveLength(0);
});

test.each([
  ['closes', (socket: Socket) => socket.destroy()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ['half closes', (socket: Socket) => socket.end()],
])('a caller who %s while its call is under way has left', async (_, leave) => {
  let left = 0;
  const { port, calls } = await start((received) => received.onLeave(() => (left += 1)));
  const caller = call(port);
  caller.socket.write(request('{}'));
  await expect.poll(() => calls.length).toBe(1);
  leave(caller.socket);
  await expect.poll(() => left).toBe(1);
  expect(calls[0]?.replied()).toBe(true);
});

test('a body that nobody reads is left in the socket, and its sender gets the reply before the connection closes', async () => {
  const { port } = await start((received) => received.send(401, {}, Buffer.from('who are you?')));
  const caller = call(port);
  caller.socket.write(request('x'.repeat(5_000_000)));
  await expect.poll(caller.text).toContain('who are you?');
  expect(caller.text()).toContain('connection: close');
  await caller.closed;
});

test('a stream is sent in chunks as it is written, with an end', async () => {
  const { port } = await start((received) => {
    const stream = received.stream(200, { 'content-type': 'text/event-stream' });
    stream.write(Buffer.from('data: 1\n\n'));
    stream.write(new Uint8Array());
    stream.write(Buffer.alloc(20_000, 'y'));
    stream.end('data: last\n\n');
  });
  const caller = call(port);
  caller.socket.write(request('{}') + request('{}'));
  await expect.poll(() => caller.text().match(/\r\n0\r\n\r\n/g)?.length).toBe(2);
  expect(caller.text()).toContain(`\r\n\r\n9\r\ndata: 1\n\n\r\n4e20\r\n${'y'.repeat(20_000)}\r\nc\r\ndata: last\n\n\r\n0\r\n\r\n`);
});

test('heads that never end and connections that stay idle are closed in time', async () => {
  const { port } = await start(undefined, { head: 100, idle: 2500 });
  const slow = call(port);
  slow.socket.write('POST /v1/chat');
  const idle = call(port);
  const began = performance.now();
  await slow.closed;
  expect(performance.now() - began).toBeLessThan(4000);
  expect(idle.socket.destroyed).toBe(false);
  await idle.closed;
});

test('stopping closes idle connections at once and the others with their reply', async () => {
  const waiting: HttpCall[] = [];
  const { port, direct, server } = await start((received) => void waiting.push(received));
  const [idle, busy] = [call(port), call(port)];
  busy.socket.write(request('{}'));
  await expect.poll(() => waiting.length).toBe(1);
  const stopped = new Promise((resolve) => server.close(resolve));
  direct.stop();
  await idle.closed;
  waiting[0]?.send(200, {}, Buffer.from('the last one'));
  await busy.closed;
  expect(busy.text()).toContain('connection: close');
  await stopped;
});
