/**
 * The data plane's edge: turns an HTTP request into an exchange, runs the pipeline, and sends what comes back.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Operation } from '@plimsoll/contract/operation';
import type { Received } from '@plimsoll/engine/exchange';
import type { Pipeline } from '@plimsoll/engine/stage';
import { Timeline } from '@plimsoll/engine/timeline';
import { newCallId } from '@plimsoll/engine/trace-context';
import { RequestBody, type BodyLimits } from './request-body.ts';
import { headersOf } from './request-headers.ts';
import { sendError, sendReply } from './send-reply.ts';

export interface DataPlaneOptions {
  readonly pipeline: Pipeline<Received>;
  readonly bodyLimits: () => BodyLimits;
  /** From the request's arrival to the last byte of its reply. */
  readonly requestTimeoutMs: () => number;
  readonly log: (message: string, detail: { readonly id: string; readonly error: unknown }) => void;
}

export interface DataPlane {
  readonly handle: (operation: Operation, request: IncomingMessage, response: ServerResponse) => void;
  readonly inFlight: () => number;
  /** Resolves when no call is under way. */
  readonly idle: () => Promise<void>;
  /** Ends every call under way, for a shutdown whose grace is over. */
  readonly abortAll: () => void;
}

const mostInFlight = 4096;

const idlePollMs = 10;

const lingerMs = 2000;

export const createDataPlane = (options: DataPlaneOptions): DataPlane => {
  const underWay = new Set<AbortController>();

  const serve = async (operation: Operation, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = Date.now();
    const id = newCallId(startedAt);
    const controller = new AbortController();
    const body = new RequestBody(request);
    const leave = (): void => controller.abort(new PlimsollError('caller_left'));
    const requestTimeoutMs = options.requestTimeoutMs();
    const deadline = setTimeout(() => {
      body.expire();
      controller.abort(new PlimsollError('deadline_exceeded'));
    }, requestTimeoutMs);
    response.on('close', leave);
    underWay.add(controller);
    try {
      if (underWay.size > mostInFlight) throw new PlimsollError('overloaded', undefined, { retryAfterS: 1 });
      const reply = await options.pipeline({
        id,
        startedAt,
        operation,
        timeline: new Timeline(),
        headers: headersOf(request),
        readBody: () => body.read(options.bodyLimits(), requestTimeoutMs),
        signal: controller.signal,
      });
      const sending = sendReply(response, reply, id, operation, controller.signal);
      if (sending !== null) await sending;
    } catch (thrown) {
      const error = thrown instanceof PlimsollError ? thrown : new PlimsollError('internal', undefined, { cause: thrown });
      if (error.status >= 500) options.log(error.code, { id, error: error.cause ?? error });
      if (!request.complete) linger(request);
      sendError(response, error, id, dialectOf(operation));
    } finally {
      clearTimeout(deadline);
      response.off('close', leave);
      underWay.delete(controller);
      body.release();
    }
  };

  return {
    handle: (operation, request, response) => void serve(operation, request, response),
    inFlight: () => underWay.size,
    idle: async () => {
      while (underWay.size > 0) await new Promise((resolve) => setTimeout(resolve, idlePollMs));
    },
    abortAll: () => {
      for (const controller of underWay) controller.abort(new PlimsollError('not_ready'));
    },
  };
};

/**
 * Reads the rest of a body that nobody wants, for a while: closing at once would reset the connection under a caller
 * who is still sending, and take the answer with it.
 */
const linger = (request: IncomingMessage): void => {
  request.resume();
  const timer = setTimeout(() => request.destroy(), lingerMs).unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
};
