/**
 * Writes a reply to the caller's connection: as fast as the caller reads, no faster.
 */
import type { ServerResponse } from 'node:http';
import { errorBody, PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Dialect, type Operation } from '@plimsoll/contract/operation';
import { isStream, type ByteStream, type Reply } from '@plimsoll/engine/reply';

/** A body up to this size is copied behind its head; a longer one is written beside it, uncopied. */
const joinedBytes = 16 * 1024;

/**
 * @returns what resolves when a stream's last byte is handed to the connection, or the caller has left; null for a whole reply,
 *   which is handed over at once.
 * @param signal aborted when the caller has left or the time is up.
 */
export const sendReply = (response: ServerResponse, reply: Reply, id: string, operation: Operation, signal: AbortSignal): Promise<void> | null => {
  const { status, headers, body } = reply;
  if (isStream(body)) {
    response.writeHead(status, { 'cache-control': 'no-cache', 'x-accel-buffering': 'no', ...headers, 'x-plimsoll-trace': id });
    response.flushHeaders();
    return sendStream(response, body, id, dialectOf(operation), signal);
  }
  // A flat list: Node takes names and values from it as they are.
  const flat: string[] = [];
  for (const name in headers) flat.push(name, headers[name] ?? '');
  flat.push('x-plimsoll-trace', id, 'content-length', String(body.byteLength));
  response.writeHead(status, flat);
  // As Latin-1 the bytes stay what they are, and Node joins a text with the head, so that both leave in one write.
  if (body.byteLength <= joinedBytes) response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
  else response.end(body);
  return null;
};

/** The status can no longer change: an error in mid-stream leaves as one well-formed event in the caller's protocol. */
const sendStream = async (response: ServerResponse, body: ByteStream, id: string, dialect: Dialect, signal: AbortSignal): Promise<void> => {
  try {
    for await (const piece of body) {
      if (!response.write(piece)) await drained(response, signal);
    }
    response.end();
  } catch (thrown) {
    const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
    if (response.destroyed || error.code === 'caller_left') {
      response.destroy();
      return;
    }
    const data = errorBody(error, dialect, id);
    response.end(dialect === 'anthropic' ? `event: error\ndata: ${data}\n\n` : `data: ${data}\n\n`);
  }
};

const drained = (response: ServerResponse, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = (): void => settle(() => reject(signal.reason));
  const onDrain = (): void => settle(resolve);
  const settle = (how: () => void): void => {
    response.off('drain', onDrain);
    signal.removeEventListener('abort', onAbort);
    how();
  };
  if (signal.aborted) reject(signal.reason);
  else {
    response.once('drain', onDrain);
    signal.addEventListener('abort', onAbort, { once: true });
  }
  return promise;
};

/** An error before any of the reply was sent. */
export const sendError = (response: ServerResponse, error: PlimsollError, id: string, dialect: Dialect): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = errorBody(error, dialect, id);
  response.writeHead(error.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-plimsoll-trace': id,
    ...(error.retryAfterS === null ? {} : { 'retry-after': String(Math.ceil(error.retryAfterS)) }),
  });
  response.end(body);
};
