/**
 * Providers of bare sockets, which answer as badly as sockets can, and clients to ask them; all closed after each test.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { afterEach, expect } from 'vitest';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { UpstreamReply } from '../../provider.ts';
import { tlsCertificate, tlsKey } from './tls-certificate.fixture.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamClientOptions, type UpstreamPost } from './upstream-client.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

export interface SocketServer {
  readonly baseUrl: string;
  readonly port: number;
  readonly server: Server;
  /** Those that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** What each request was, head and body. */
  readonly requests: readonly string[];
}

const start = async (server: Server, event: string, answer: (socket: never) => void): Promise<SocketServer> => {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = '';
    socket.on('data', (part) => {
      received += part.toString('latin1');
      if (!received.endsWith('{"ping":1}')) return;
      requests.push(received);
      received = '';
      answer(socket as never);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return { baseUrl: `http://127.0.0.1:${address.port}`, port: address.port, server, sockets, requests };
};

/** A server that hands each request's socket to `answer` once the request's body has come. */
export const listen = (answer: (socket: Socket) => void): Promise<SocketServer> => start(createServer(), 'connection', answer);

/** The same with TLS and a certificate for `localhost` that nobody knows. */
export const listenTls = (answer: (socket: TLSSocket) => void): Promise<SocketServer> =>
  start(createTlsServer({ key: tlsKey, cert: tlsCertificate, ALPNProtocols: ['h2', 'http/1.1'] }).on('tlsClientError', () => undefined), 'secureConnection', answer);

/** Every request of it carries a secret that must be in no error. */
export const clientOf = (baseUrl: string, options: Partial<UpstreamClientOptions> = {}): UpstreamClient => {
  const headers = { authorization: 'Bearer sk-hidden-value' };
  const client = createUpstreamClient({ name: 'p', baseUrl, headers, headersTimeoutMs: 3_000, bodyTimeoutMs: 3_000, ...options });
  opened.push(() => client.close(0));
  return client;
};

export const post = (client: UpstreamClient, options: Partial<UpstreamPost> = {}): Promise<UpstreamReply> =>
  client.post({
    path: '/x',
    headers: {},
    bytes: new TextEncoder().encode('{"ping":1}'),
    stream: false,
    signal: new AbortController().signal,
    ...options,
  });

export const reply = (head: string, body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`), Buffer.from(body)]);
export const json = 'content-type: application/json';
export const sse = 'content-type: text/event-stream';

export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('sk-hidden-value');
    return error instanceof PlimsollError ? error.code : `not from the catalogue: ${String(error)}`;
  }
  return 'nothing was thrown';
};

/** All of a body, whole or streamed. */
export const textOf = async ({ body }: UpstreamReply): Promise<string> => {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
};
