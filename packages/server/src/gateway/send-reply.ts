/**
 * Writes a reply to the caller's connection: as fast as the caller reads, no faster.
 */
import type { ServerResponse } from 'node:http';
import { errorBody, PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Dialect, type Operation } from '@plimsoll/contract/operation';
import { isStream, type ByteStream, type Reply } from '@plimsoll/engine/reply';

/**
 * @returns when the reply's last byte is handed to the connection, or the caller has left.
 * @param signal aborted when the caller has left or the time is up.
 */
export const sendReply = async (response: ServerResponse, reply: Reply, id: string, operation: Operation, signal: AbortSignal): Promise<void> => {
  const headers = { ...reply.headers, 'x-plimsoll-trace': id };
  if (isStream(reply.body)) {
    response.writeHead(reply.status, { 'cache-control': 'no-cache', 'x-accel-buffering': 'no', ...headers });
    response.flushHeaders();
    await sendStream(response, reply.body, id, dialectOf(operation), signal);
    return;
  }
  response.writeHead(reply.status, { ...headers, 'content-length': reply.body.byteLength });
  response.end(reply.body);
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
