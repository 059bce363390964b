/**
 * One item as one call: the same pipeline as for a live request, in this process, with the key of whoever created the batch.
 * An attempt that met a limit or an overloaded provider is made again after a while; each attempt is a call with its own record.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { errorBody, PlimsollError } from '@plimsoll/contract/errors';
import type { Operation } from '@plimsoll/contract/operation';
import type { Received } from '@plimsoll/engine/exchange';
import { isStream } from '@plimsoll/engine/reply';
import type { Pipeline } from '@plimsoll/engine/stage';
import { Timeline } from '@plimsoll/engine/timeline';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { InProcessCallers } from './in-process-callers.ts';
import type { Answer } from './output-line.ts';

export interface ItemCall {
  readonly operation: Operation;
  readonly keyId: string;
  /** `x-plimsoll-user` and its like. */
  readonly attribution: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Whether it asks for a stream, which has no meaning here. */
  readonly stream: boolean;
}

export interface RunItemDeps {
  readonly pipeline: Pipeline<Received>;
  readonly callers: InProcessCallers;
  readonly maxBodyBytes: () => number;
  readonly requestTimeoutMs: () => number;
  readonly log: (message: string, error: unknown) => void;
}

export type RunItem = (call: ItemCall, signal: AbortSignal) => Promise<Answer>;

const mostTries = 6;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** @throws the signal's reason when it is aborted: then there is no answer to keep. */
export const createRunItem = (deps: RunItemDeps): RunItem => async (call, signal) => {
  for (let tries = 1; ; tries++) {
    const startedAt = Date.now();
    const id = newCallId(startedAt);
    try {
      if (call.stream) throw new PlimsollError('unsupported', 'A batch has nobody to stream to: leave `stream` out.');
      return await callOnce(deps, { id, startedAt }, call, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
      if (error.code === 'internal') deps.log(`item of a batch, call ${id}`, error.cause ?? error);
      const busy = error.retryable && (error.status === 429 || error.status === 503);
      if (!busy || tries >= mostTries) return { requestId: id, status: error.status, body: errorBody(error, 'openai', id) };
      const waitMs = error.retryAfterS === null ? firstWaitMs * 2 ** (tries - 1) : error.retryAfterS * 1000;
      await sleep(Math.min(waitMs, longestWaitMs), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
};

const callOnce = async ({ pipeline, callers, maxBodyBytes, requestTimeoutMs }: RunItemDeps, { id, startedAt }: { readonly id: string; readonly startedAt: number }, call: ItemCall, signal: AbortSignal): Promise<Answer> => {
  const controller = new AbortController();
  const timeoutMs = requestTimeoutMs();
  const deadline = setTimeout(() => controller.abort(new PlimsollError('deadline_exceeded')), timeoutMs);
  const stop = (): void => controller.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { status, body } = await pipeline({
      id,
      startedAt,
      operation: call.operation,
      timeline: new Timeline(),
      headers: callers.headersFor(call.keyId, { ...call.attribution, 'content-type': 'application/json' }),
      readBody: () => (call.bytes.length > maxBodyBytes() ? Promise.reject(new PlimsollError('body_too_large')) : Promise.resolve(call.bytes)),
      signal: controller.signal,
      timeoutMs,
    });
    if (isStream(body)) throw new PlimsollError('internal', 'A stream came back though none was asked for.');
    return { requestId: id, status, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8') };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', stop);
  }
};
