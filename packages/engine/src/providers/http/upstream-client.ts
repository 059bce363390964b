/**
 * The HTTP client that all HTTP providers share. It stands on undici's `dispatch`, the cheapest of its calls, forwards bytes as
 * they come, and tells its failures apart; what a status means is the protocol's business.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { Pool, type buildConnector } from 'undici';
import type { UpstreamReply } from '../../provider.ts';
import { readBaseUrl } from './base-url.ts';
import { ExchangeHandler } from './exchange-handler.ts';

/** Opens connections, within a deadline of its own; the place where a policy on addresses comes in. */
export type Connect = buildConnector.connector;

export interface UpstreamClientOptions {
  /** The provider's name, for error messages. */
  readonly name: string;
  readonly baseUrl: string;
  /** How many requests may be under way at once; more are refused with `overloaded` rather than queued. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** From the sending to the reply's headers. Undici's timers are coarse: it may take up to a second longer. */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the body, as coarse. A whole reply has `headersTimeoutMs` and this in all. */
  readonly bodyTimeoutMs?: number;
  readonly maxReplyBytes?: number;
  readonly maxStreamBytes?: number;
  readonly connect?: Connect;
}

export interface UpstreamPost {
  /** Below the base URL's path, e.g. `/chat/completions`. */
  readonly path: string;
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

/**
 * Makes the client of one base URL.
 * @throws TypeError when the base URL may not be one.
 */
export const createUpstreamClient = (options: UpstreamClientOptions): UpstreamClient => {
  const { name, connections = 1024, connectTimeoutMs = 10_000, headersTimeoutMs = 120_000, bodyTimeoutMs = 120_000 } = options;
  const { origin, pathPrefix } = readBaseUrl(options.baseUrl);
  const limits = {
    maxReplyBytes: options.maxReplyBytes ?? 32 * megabyte,
    maxStreamBytes: options.maxStreamBytes ?? 512 * megabyte,
    wholeTimeoutMs: headersTimeoutMs + bodyTimeoutMs,
  };
  const pool = new Pool(origin, {
    connections,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
    keepAliveTimeout: 30_000,
    // One request a connection: the way that is tested, and a lost connection costs one request.
    allowH2: false,
    pipelining: 1,
    ...(options.connect === undefined ? { connectTimeout: connectTimeoutMs } : { connect: options.connect }),
  });
  let underWay = 0;
  let closed = false;
  const over = (): void => {
    underWay -= 1;
  };

  return {
    post: ({ path, headers, bytes, stream, signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (closed) return reject(new PlimsollError('provider_refused', `(${name}: closed)`));
        if (underWay >= connections) {
          return reject(new PlimsollError('overloaded', `(${name}: ${connections} requests under way)`, { retryAfterS: 1 }));
        }
        underWay += 1;
        const handler = new ExchangeHandler(name, stream, signal, limits, { resolve, reject, over });
        pool.dispatch({ path: pathPrefix + path, method: 'POST', headers, body: bytes }, handler);
      }),
    close: async (graceMs) => {
      if (closed) return;
      closed = true;
      const done = pool.close();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, graceMs, 'late');
      });
      const winner = await Promise.race([done, late]);
      clearTimeout(timer);
      if (winner === 'late') await pool.destroy();
    },
  };
};
