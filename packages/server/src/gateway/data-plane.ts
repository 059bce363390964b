/**
 * The data plane's edge: turns an HTTP request into an exchange, runs the pipeline, and sends what comes back.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Operation } from '@plimsoll/contract/operation';
import type { Received } from '@plimsoll/engine/exchange';
import type { Pipeline } from '@plimsoll/engine/stage';
import { Timeline } from '@plimsoll/engine/timeline';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { HttpCall } from './http-call.ts';
import type { BodyLimits } from './request-body.ts';
import { sendError, sendReply } from './send-reply.ts';

export interface DataPlaneOptions {
  readonly pipeline: Pipeline<Received>;
  readonly bodyLimits: () => BodyLimits;
  /** From the request's arrival to the last byte of its reply. */
  readonly requestTimeoutMs: () => number;
  readonly log: (message: string, detail: { readonly id: string; readonly error: unknown }) => void;
}

export interface DataPlane {
  readonly handle: (operation: Operation, call: HttpCall) => void;
  readonly inFlight: () => number;
  /** Resolves when no call is under way. */
  readonly idle: () => Promise<void>;
  /** Ends every call under way, for a shutdown whose grace is over. */
  readonly abortAll: () => void;
}

const mostInFlight = 4096;

const idlePollMs = 10;

export const createDataPlane = (options: DataPlaneOptions): DataPlane => {
  const underWay = new Set<AbortController>();

  const serve = async (operation: Operation, call: HttpCall): Promise<void> => {
    const startedAt = Date.now();
    const id = newCallId(startedAt);
    const controller = new AbortController();
    const { body } = call;
    const requestTimeoutMs = options.requestTimeoutMs();
    const deadline = setTimeout(() => {
      body.expire();
      controller.abort(new PlimsollError('deadline_exceeded'));
    }, requestTimeoutMs);
    call.onLeave(() => controller.abort(new PlimsollError('caller_left')));
    underWay.add(controller);
    try {
      if (underWay.size > mostInFlight) throw new PlimsollError('overloaded', undefined, { retryAfterS: 1 });
      const reply = await options.pipeline({
        id,
        startedAt,
        operation,
        timeline: new Timeline(),
        headers: call.headers,
        readBody: () => body.read(options.bodyLimits(), requestTimeoutMs),
        signal: controller.signal,
        timeoutMs: requestTimeoutMs,
      });
      const sending = sendReply(call, reply, id, operation, controller.signal);
      if (sending !== null) await sending;
    } catch (thrown) {
      const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
      if (error.status >= 500) options.log(error.code, { id, error: error.cause ?? error });
      sendError(call, error, id, dialectOf(operation));
    } finally {
      clearTimeout(deadline);
      call.onLeave(null);
      underWay.delete(controller);
      body.release();
    }
  };

  return {
    handle: (operation, call) => void serve(operation, call),
    inFlight: () => underWay.size,
    idle: async () => {
      while (underWay.size > 0) await new Promise((resolve) => setTimeout(resolve, idlePollMs));
    },
    abortAll: () => {
      for (const controller of underWay) controller.abort(new PlimsollError('not_ready'));
    },
  };
};
