/** When a connection to a provider is used again, and when it must not be. */
import { expect, test } from 'vitest';
import { isStream } from '../../reply.ts';
import { clientOf, codeOf, json, listen, post, reply, sse, textOf } from './socket-server.fixture.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How many connections a few calls, one after the other, take when each is answered so. */
const connectionsFor = async (answer: string | Buffer, betweenMs = 20): Promise<number> => {
  let connections = 0;
  const { baseUrl, server } = await listen((socket) => socket.write(answer));
  server.on('connection', () => (connections += 1));
  const client = clientOf(baseUrl);
  for (let count = 0; count < 3; count += 1) {
    expect(await textOf(await post(client))).toBe('{}');
    await pause(betweenMs);
  }
  return connections;
};

test.each([
  ['a length', 1, `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 2\r\n\r\n{}`],
  ['chunks', 1, `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nx: y\r\n\r\n`],
  ['an interim reply before it', 1, `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 2\r\n\r\n{}`],
  ['connection: close', 3, `HTTP/1.1 200 OK\r\n${json}\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`],
  ['HTTP/1.0', 3, `HTTP/1.0 200 OK\r\n${json}\r\ncontent-length: 2\r\n\r\n{}`],
  ['bytes behind it', 3, `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n`],
  ['a second to live', 3, `HTTP/1.1 200 OK\r\n${json}\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\n{}`],
])('replies with %s: three calls take %i connections', async (_, expected, answer) => {
  expect(await connectionsFor(answer)).toBe(expected);
});

test('bytes that come while nothing was asked end the connection', async () => {
  let unasked: Uint8Array = Buffer.alloc(0);
  const { baseUrl, sockets } = await listen((socket) => {
    socket.write(reply(`200 OK\r\n${json}`, '{}'));
    setTimeout(() => socket.write(unasked), 20);
  });
  const client = clientOf(baseUrl);
  unasked = reply(`200 OK\r\n${json}`, '{"forged":true}');
  await post(client);
  await expect.poll(() => sockets.size).toBe(0);
  unasked = Buffer.from(' ');
  expect(await textOf(await post(client))).toBe('{}');
});

test('an idle connection that the provider closes is dropped, and the next call opens another', async () => {
  const { baseUrl, sockets } = await listen((socket) => {
    socket.write(reply(`200 OK\r\n${json}`, '{}'));
    setTimeout(() => socket.end(), 20);
  });
  const client = clientOf(baseUrl);
  for (let count = 0; count < 3; count += 1) {
    expect((await post(client)).status).toBe(200);
    await expect.poll(() => sockets.size).toBe(0);
  }
});

test('a connection that closes at the next request is provider_refused, and the request is not sent again by itself', async () => {
  let calls = 0;
  const { baseUrl, requests } = await listen((socket) => {
    calls += 1;
    if (calls === 1) socket.write(reply(`200 OK\r\n${json}`, '{}'));
    else socket.destroy();
  });
  const client = clientOf(baseUrl);
  await post(client);
  expect(await codeOf(post(client))).toBe('provider_refused');
  expect(requests).toHaveLength(2);
});

test('an idle connection is closed a second before the provider would', async () => {
  const { baseUrl, sockets } = await listen((socket) => socket.write(reply(`200 OK\r\n${json}\r\nkeep-alive: timeout=2`, '{}')));
  await post(clientOf(baseUrl));
  await pause(500);
  expect(sockets.size).toBe(1);
  await expect.poll(() => sockets.size, { timeout: 1_400 }).toBe(0);
});

test.each([100_000, 200_000])('a stream of %i bytes that ended while its reader was behind leaves a connection that works', async (bytes) => {
  let connections = 0;
  const body = `data: ${'x'.repeat(bytes)}\n\n`;
  const { baseUrl, server } = await listen((socket) => socket.write(reply(`200 OK\r\n${sse}`, body)));
  server.on('connection', () => (connections += 1));
  const client = clientOf(baseUrl);
  for (let count = 0; count < 3; count += 1) {
    const answer = await post(client, { stream: true });
    await pause(20);
    expect((await textOf(answer)).length).toBe(body.length);
  }
  expect(connections).toBe(1);
});

test('two streams at once go over two connections and do not mix', async () => {
  let calls = 0;
  const { baseUrl, sockets } = await listen((socket) => {
    calls += 1;
    const name = String(calls);
    socket.write(`HTTP/1.1 200 OK\r\n${sse}\r\ntransfer-encoding: chunked\r\n\r\n`);
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      socket.write(count > 20 ? '0\r\n\r\n' : `1\r\n${name}\r\n`);
      if (count > 20) clearInterval(timer);
    }, 1);
  });
  const client = clientOf(baseUrl);
  const answers = await Promise.all([post(client, { stream: true }), post(client, { stream: true })]);
  expect(answers.every(({ body }) => isStream(body))).toBe(true);
  expect((await Promise.all(answers.map(textOf))).toSorted()).toEqual(['1'.repeat(20), '2'.repeat(20)]);
  expect(sockets.size).toBe(2);
});

test('closing lets what is under way finish and closes what is idle', async () => {
  const { baseUrl, sockets } = await listen((socket) => setTimeout(() => socket.write(reply(`200 OK\r\n${json}`, '{}')), sockets.size * 40));
  const client = clientOf(baseUrl);
  const calls = [post(client), post(client)];
  await Promise.race(calls);
  await client.close(2_000);
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
  await expect.poll(() => sockets.size).toBe(0);
});
