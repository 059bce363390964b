/**
 * Hands a reply to the caller's connection: as fast as the caller reads, no faster.
 */
import { errorBody, PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Dialect, type Operation } from '@plimsoll/contract/operation';
import { isStream, type ByteStream, type Reply } from '@plimsoll/engine/reply';
import type { HttpCall, ReplyStream } from './http-call.ts';

/**
 * @returns what resolves when a stream's last byte is handed to the connection, or the caller has left; null for a whole reply,
 *   which is handed over at once.
 * @param signal aborted when the caller has left or the time is up.
 */
export const sendReply = (call: HttpCall, reply: Reply, id: string, operation: Operation, signal: AbortSignal): Promise<void> | null => {
  const { status, headers, body } = reply;
  if (isStream(body)) {
    const stream = call.stream(status, { 'cache-control': 'no-cache', 'x-accel-buffering': 'no', ...headers, 'x-plimsoll-trace': id });
    return sendStream(stream, call, body, id, dialectOf(operation), signal);
  }
  call.send(status, { ...headers, 'x-plimsoll-trace': id }, body);
  return null;
};

/** The status can no longer change: an error in mid-stream leaves as one well-formed event in the caller's protocol. */
const sendStream = async (stream: ReplyStream, call: HttpCall, body: ByteStream, id: string, dialect: Dialect, signal: AbortSignal): Promise<void> => {
  try {
    for await (const piece of body) {
      if (!stream.write(piece)) await stream.drained(signal);
    }
    stream.end();
  } catch (thrown) {
    const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
    if (stream.gone() || error.code === 'caller_left') {
      call.destroy();
      return;
    }
    const data = errorBody(error, dialect, id);
    stream.end(dialect === 'anthropic' ? `event: error\ndata: ${data}\n\n` : `data: ${data}\n\n`);
  }
};

/** An error before any of the reply was sent. */
export const sendError = (call: Pick<HttpCall, 'replied' | 'send' | 'destroy'>, error: PlimsollError, id: string, dialect: Dialect): void => {
  if (call.replied()) {
    call.destroy();
    return;
  }
  call.send(
    error.status,
    {
      'content-type': 'application/json',
      'x-plimsoll-trace': id,
      ...error.headers,
      ...(error.retryAfterS === null ? {} : { 'retry-after': String(Math.ceil(error.retryAfterS)) }),
    },
    Buffer.from(errorBody(error, dialect, id)),
  );
};
