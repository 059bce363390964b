/**
 * HTTP for a provider's batch API: JSON, an upload, and files of lines that are read as they come. Built on `fetch`, which is
 * too slow for a request's way and right for this: it is asked a few times a minute.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { readBaseUrl } from './base-url.ts';
import { withoutSecrets } from './check-reply.ts';

export interface BatchClientOptions {
  /** The provider's name, for error messages. */
  readonly name: string;
  readonly baseUrl: string;
  /** Sent with every request, credentials included. */
  readonly headers: Readonly<Record<string, string>>;
  /** Left out of whatever comes back. */
  readonly secrets: readonly string[];
  /** How long an answer may take: headers, and then each piece of a body. */
  readonly timeoutMs: number;
}

export interface BatchRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL's path. */
  readonly path: string;
  readonly body?: Uint8Array | FormData;
}

export interface BatchClient {
  /** @throws PlimsollError: see `send` */
  readonly json: (request: BatchRequest, signal: AbortSignal) => Promise<JsonObject>;
  /** The lines of a file, parsed. One that is no JSON object is left out: its request then has no answer. */
  readonly lines: (path: string, signal: AbortSignal) => AsyncIterable<JsonObject>;
}

const mostJsonBytes = 4 * 1024 * 1024;
/** Of one answer in a file. */
const mostLineBytes = 64 * 1024 * 1024;
const mostFileBytes = 1024 * 1024 * 1024;

/** @throws TypeError when the base URL may not be one. */
export const createBatchClient = ({ name, baseUrl, headers, secrets, timeoutMs }: BatchClientOptions): BatchClient => {
  const { secure, host, pathPrefix } = readBaseUrl(baseUrl);
  const root = `${secure ? 'https' : 'http'}://${host}${pathPrefix}`;

  /** @throws PlimsollError `provider_credentials`, `provider_rate_limited`, `provider_failed`, `provider_rejected`, `provider_refused`, `provider_timeout` */
  const send = async ({ method, path, body }: BatchRequest, deadline: Deadline): Promise<Response> => {
    let reply: Response;
    try {
      reply = await fetch(`${root}${path}`, {
        method,
        headers: body === undefined || body instanceof FormData ? headers : { ...headers, 'content-type': 'application/json' },
        // A redirect would carry the key to wherever it points.
        redirect: 'error',
        signal: deadline.signal,
        ...(body === undefined ? {} : { body: body instanceof FormData ? body : new Uint8Array(body) }),
      });
    } catch (error) {
      throw deadline.failure(error, neverSent(error) ? 'provider_refused' : 'provider_closed');
    }
    if (reply.ok) return reply;
    await reply.body?.cancel().catch(() => undefined);
    const { status } = reply;
    const detail = `(${name}: status ${status} to ${method} ${path.split(/[/?]/)[1] ?? ''})`;
    if (status === 401 || status === 403) throw new PlimsollError('provider_credentials', detail);
    if (status === 429) throw new PlimsollError('provider_rate_limited', detail);
    throw new PlimsollError(status >= 500 ? 'provider_failed' : 'provider_rejected', detail);
  };

  return {
    json: async (request, signal) => {
      const deadline = startDeadline(name, timeoutMs, signal);
      try {
        const reply = await send(request, deadline);
        const parsed = parse(await collected(reply, deadline), secrets);
        if (parsed === null) throw new PlimsollError('provider_invalid_reply', `(${name}: no JSON object)`);
        return parsed;
      } finally {
        deadline.end();
      }
    },
    lines: async function* (path, signal) {
      const deadline = startDeadline(name, timeoutMs, signal);
      try {
        const reply = await send({ method: 'GET', path }, deadline);
        for await (const line of linesOf(pieces(reply, mostFileBytes, deadline))) {
          const parsed = parse(line, secrets);
          if (parsed !== null) yield parsed;
        }
      } finally {
        deadline.end();
      }
    },
  };
};

/** Errors of a connection that never was: of all others nobody can say whether the request arrived. */
const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const neverSent = (error: unknown): boolean => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && (beforeSending.has(cause.code) || cause.code.startsWith('ERR_TLS') || cause.code.includes('CERT'));
};

interface Deadline {
  readonly signal: AbortSignal;
  /** Something came: it begins anew. */
  readonly renew: () => void;
  readonly failure: (error: unknown, code: 'provider_refused' | 'provider_closed') => Error;
  readonly end: () => void;
}

const startDeadline = (name: string, timeoutMs: number, outer: AbortSignal): Deadline => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new PlimsollError('provider_timeout', `(${name})`)), timeoutMs);
  return {
    signal: AbortSignal.any([outer, late.signal]),
    renew: () => timer.refresh(),
    failure: (error, code) => {
      const reason: unknown = outer.aborted ? outer.reason : late.signal.aborted ? late.signal.reason : null;
      if (reason instanceof Error) return reason;
      return error instanceof PlimsollError ? error : new PlimsollError(code, `(${name})`, { cause: error });
    },
    end: () => clearTimeout(timer),
  };
};

async function* pieces(reply: Response, mostBytes: number, deadline: Deadline): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const piece of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
      deadline.renew();
      bytes += piece.length;
      if (bytes > mostBytes) throw new PlimsollError('provider_invalid_reply', `(more than ${mostBytes} bytes)`);
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    }
  } catch (error) {
    throw deadline.failure(error, 'provider_closed');
  }
}

const collected = async (reply: Response, deadline: Deadline): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const piece of pieces(reply, mostJsonBytes, deadline)) parts.push(piece);
  return Buffer.concat(parts);
};

const newline = 0x0a;

async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let bytes = 0;
  const whole = (end: Buffer): Buffer => {
    const line = begun.length === 0 ? end : Buffer.concat([...begun, end]);
    begun = [];
    bytes = 0;
    return line;
  };
  for await (const piece of source) {
    let from = 0;
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, from)) {
      yield whole(piece.subarray(from, at));
      from = at + 1;
    }
    if (from === piece.length) continue;
    begun.push(piece.subarray(from));
    bytes += piece.length - from;
    if (bytes > mostLineBytes) throw new PlimsollError('provider_invalid_reply', `(a line of more than ${mostLineBytes} bytes)`);
  }
  if (bytes > 0) yield whole(Buffer.alloc(0));
}

const parse = (bytes: Buffer, secrets: readonly string[]): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(withoutSecrets(bytes, secrets).toString('utf8'));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
};
