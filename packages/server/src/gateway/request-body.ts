/**
 * Reads a request's body within bounds: of one body, of all bodies held at once, and of time.
 */
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '@plimsoll/contract/errors';

export interface BodyLimits {
  /** Bytes of one body. */
  readonly maxBytes: number;
  /** From the first byte of the request's head to the last of its body. */
  readonly timeoutMs: number;
}

/** Bytes of all bodies being read or served; past this the server says it is overloaded rather than run out of memory. */
const mostBytesAtOnce = 1024 * 1024 * 1024;
let bytesAtOnce = 0;

/**
 * @returns the body and a function that gives its memory back to the common budget.
 * @throws PlimsollError `body_too_large`, `body_timeout`, `overloaded` or `caller_left`.
 */
export const readBody = (request: IncomingMessage, limits: BodyLimits): Promise<{ bytes: Buffer; release: () => void }> => {
  const { promise, resolve, reject } = Promise.withResolvers<{ bytes: Buffer; release: () => void }>();
  const tooLarge = (): PlimsollError => new PlimsollError('body_too_large', `The limit is ${Math.floor(limits.maxBytes / 1024 / 1024)} MiB.`);
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.maxBytes) return Promise.reject(tooLarge());

  const chunks: Buffer[] = [];
  let held = 0;
  const release = (): void => {
    bytesAtOnce -= held;
    held = 0;
  };
  const fail = (error: PlimsollError): void => {
    stop();
    release();
    reject(error);
  };
  const onData = (chunk: Buffer): void => {
    held += chunk.length;
    bytesAtOnce += chunk.length;
    if (held > limits.maxBytes) return fail(tooLarge());
    if (bytesAtOnce > mostBytesAtOnce) return fail(new PlimsollError('overloaded', undefined, { retryAfterS: 1 }));
    chunks.push(chunk);
  };
  const onEnd = (): void => {
    stop();
    const [only] = chunks;
    resolve({ bytes: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, held), release });
  };
  const onClose = (): void => fail(new PlimsollError('caller_left'));
  const timer = setTimeout(() => fail(new PlimsollError('body_timeout')), limits.timeoutMs);
  const stop = (): void => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
  };
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  return promise;
};
