/** The HTTP client over TLS: it speaks only to whom the certificate names, and to whom somebody vouches for. */
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { clientOf, codeOf, json, listenTls, post, reply, sse, textOf } from './socket-server.fixture.ts';
import { tlsCertificate } from './tls-certificate.fixture.ts';

const usual = getCACertificates('default');
afterEach(() => setDefaultCACertificates(usual));
const trust = (): void => setDefaultCACertificates([...usual, tlsCertificate]);

test('a call goes out over TLS as HTTP/1.1, and the connection is used again', async () => {
  trust();
  const seen: [unknown, unknown][] = [];
  const { port, sockets } = await listenTls((socket) => {
    seen.push([socket.alpnProtocol, socket.servername]);
    socket.write(reply(`200 OK\r\n${json}`, '{"tls":true}'));
  });
  const client = clientOf(`https://localhost:${port}`);
  for (let count = 0; count < 3; count += 1) expect(await textOf(await post(client))).toBe('{"tls":true}');
  expect(seen).toEqual(Array.from({ length: 3 }, () => ['http/1.1', 'localhost']));
  expect(sockets.size).toBe(1);
});

test('long bodies pass both ways', async () => {
  trust();
  const body = `data: ${'é'.repeat(1_000_000)}\n\n`;
  const { port, requests } = await listenTls((socket) => socket.write(reply(`200 OK\r\n${sse}`, body)));
  const bytes = Buffer.from(`${'x'.repeat(300_000)}{"ping":1}`);
  const answer = await post(clientOf(`https://localhost:${port}`), { stream: true, bytes });
  expect(await textOf(answer)).toBe(body);
  expect(requests[0]?.endsWith(bytes.toString())).toBe(true);
});

test('a new connection takes up the last session', async () => {
  trust();
  const reused: boolean[] = [];
  const { port } = await listenTls((socket: TLSSocket) => {
    reused.push(socket.isSessionReused());
    // The ticket needs a moment to come.
    setTimeout(() => socket.end(reply(`200 OK\r\n${json}\r\nconnection: close`, '{}')), 20);
  });
  const client = clientOf(`https://localhost:${port}`);
  for (let count = 0; count < 3; count += 1) await post(client);
  expect(reused).toEqual([false, true, true]);
});

test('a certificate that nobody vouches for is refused before anything is sent', async () => {
  const { port, requests } = await listenTls((socket) => socket.write(reply(`200 OK\r\n${json}`, '{}')));
  expect(await codeOf(post(clientOf(`https://localhost:${port}`)))).toBe('provider_refused');
  expect(requests).toEqual([]);
});

test('a certificate for another name is refused before anything is sent', async () => {
  trust();
  const { port, requests } = await listenTls((socket) => socket.write(reply(`200 OK\r\n${json}`, '{}')));
  expect(await codeOf(post(clientOf(`https://127.0.0.1:${port}`)))).toBe('provider_refused');
  expect(requests).toEqual([]);
});
