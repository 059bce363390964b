/**
 * The HTTP client that all HTTP providers share: HTTP/1.1 on plain sockets, as little of it as providers need. It forwards
 * bytes as they come and tells its failures apart; what a status means is the protocol's business.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { UpstreamReply } from '../../provider.ts';
import { readBaseUrl } from './base-url.ts';
import { ConnectionPool } from './connection-pool.ts';
import { ConnectionEnd, mapFailure } from './map-failure.ts';
import { socketOpener, type Connect } from './open-socket.ts';
import { headWriter } from './request-head.ts';
import type { UpstreamConnection } from './upstream-connection.ts';
import { UpstreamExchange } from './upstream-exchange.ts';

export interface UpstreamClientOptions {
  /** The provider's name, for error messages. */
  readonly name: string;
  readonly baseUrl: string;
  /** Sent with every request; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How many requests may be under way at once; more are refused with `overloaded` rather than queued. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** From the sending to the reply's headers. All of these are looked at a few times a second: it may take 250 ms longer. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body. A whole reply has `headersTimeoutMs` and this in all. */
  readonly bodyTimeoutMs?: number;
  readonly maxReplyBytes?: number;
  readonly maxStreamBytes?: number;
  readonly connect?: Connect;
}

export interface UpstreamPost {
  /** Below the base URL's path, e.g. `/chat/completions`; one of a few. */
  readonly path: string;
  /** Beside those of the client. What may not be added or cannot be sent is left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

export interface UpstreamClient {
  /**
   * Sends one request. A 2xx is a stream of server-sent events or one JSON body, as was asked; statuses from 400 come back whole.
   * @throws PlimsollError `provider_refused`, `provider_timeout`, `provider_closed`, `provider_invalid_reply` or `overloaded`;
   *   the signal's reason when it was aborted. A stream that breaks throws the same while it is read.
   */
  readonly post: (request: UpstreamPost) => Promise<UpstreamReply>;
  /** Refuses new requests, waits for those under way at most `graceMs`, then destroys them. */
  readonly close: (graceMs: number) => Promise<void>;
}

const megabyte = 1024 * 1024;
const longestSweepMs = 250;

/**
 * Makes the client of one base URL.
 * @throws TypeError when the base URL may not be one, or a header cannot be sent.
 */
export const createUpstreamClient = (options: UpstreamClientOptions): UpstreamClient => {
  const { name, connections = 1024, connectTimeoutMs = 10_000, headersTimeoutMs = 120_000, bodyTimeoutMs = 120_000 } = options;
  const { host, hostname, port, secure, pathPrefix } = readBaseUrl(options.baseUrl);
  const limits = {
    maxReplyBytes: options.maxReplyBytes ?? 32 * megabyte,
    maxStreamBytes: options.maxStreamBytes ?? 512 * megabyte,
    connectTimeoutMs,
    headersTimeoutMs,
    bodyTimeoutMs,
    wholeTimeoutMs: headersTimeoutMs + bodyTimeoutMs,
  };
  const writeHead = headWriter(host, pathPrefix, options.headers ?? {});
  const pool = new ConnectionPool(options.connect ?? socketOpener(), { host: hostname, port, secure });

  // One timer for all instead of some for each request. Bytes that came while this process was busy are read first, and count.
  const sweepMs = Math.min(longestSweepMs, connectTimeoutMs / 4, headersTimeoutMs / 4, bodyTimeoutMs / 4);
  let sweeping: NodeJS.Timeout | null = null;
  const keepTime = (): void => {
    const nowMs = performance.now();
    pool.dropIdle(nowMs);
    for (const { carried } of pool.all) carried?.keepTime(nowMs);
    if (pool.all.size > 0) return;
    clearInterval(sweeping ?? undefined);
    sweeping = null;
  };

  let closing: Promise<void> | null = null;
  const begin = ({ path, headers, bytes, stream, signal }: UpstreamPost, resolve: (reply: UpstreamReply) => void, reject: (error: unknown) => void): void => {
    if (signal.aborted) return reject(signal.reason);
    if (closing !== null) return reject(new PlimsollError('provider_refused', `(${name}: closed)`));
    if (pool.busy >= connections) {
      return reject(new PlimsollError('overloaded', `(${name}: ${connections} requests under way)`, { retryAfterS: 1 }));
    }
    const nowMs = performance.now();
    let connection: UpstreamConnection;
    try {
      connection = pool.take(nowMs);
    } catch (error) {
      return reject(mapFailure(name, error, 'sending'));
    }
    const head = writeHead(path, headers, bytes.length);
    connection.carry(new UpstreamExchange({ provider: name, head, body: bytes, stream, signal, resolve, reject }, limits, connection, nowMs));
    sweeping ??= setInterval(setImmediate, sweepMs, keepTime).unref();
  };

  const close = async (graceMs: number): Promise<void> => {
    await pool.drain(graceMs);
    for (const { carried } of pool.all) carried?.shutDown(new ConnectionEnd('SHUT_DOWN'));
    clearInterval(sweeping ?? undefined);
  };

  return {
    post: (request) => new Promise((resolve, reject) => begin(request, resolve, reject)),
    close: (graceMs) => (closing ??= close(graceMs)),
  };
};
