/**
 * Reads a request's body before anything else looks at it: at most so many bytes, in at most so much time.
 * The listening server sets no time of its own, since calls to models may take long.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { MiddlewareHandler } from 'hono';
import type { ControlEnv } from './define-route.ts';

export interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** @throws PlimsollError `body_too_large` or `body_timeout`. */
export const boundedBody =
  (bounds: BodyBounds): MiddlewareHandler<ControlEnv> =>
  async (context, next) => {
    const { raw } = context.req;
    if (raw.body !== null) {
      // What is declared is refused before it is sent; what is not declared is counted.
      if (Number(raw.headers.get('content-length') ?? 0) > bounds.maxBytes) throw tooLarge(bounds);
      context.req.raw = new Request(raw, { method: raw.method, body: await read(raw.body, bounds) });
    }
    return next();
  };

const read = async (stream: ReadableStream<Uint8Array>, bounds: BodyBounds): Promise<Uint8Array<ArrayBuffer>> => {
  const reader = stream.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel().catch(() => undefined);
  }, bounds.timeoutMs);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw new PlimsollError('body_timeout');
      if (done) return Buffer.concat(pieces);
      bytes += value.length;
      if (bytes > bounds.maxBytes) throw tooLarge(bounds);
      pieces.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
};

const tooLarge = ({ maxBytes }: BodyBounds): PlimsollError =>
  new PlimsollError('body_too_large', `The control plane takes at most ${maxBytes / 1_024} KiB.`);
