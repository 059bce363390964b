/**
 * The simulated model behind the engine's provider port, in process and without sockets. It behaves, keeps a ledger and
 * tells its failures apart as a provider over HTTP in front of the simulated server would.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { operations as allOperations, type Operation } from '@plimsoll/contract/operation';
import { checkReply } from '@plimsoll/engine/providers/http/check-reply';
import type { Provider, UpstreamReply, UpstreamRequest } from '@plimsoll/engine/provider';
import { behaviourFor, defaultBehaviour, type Behaviour } from './behaviour.ts';
import { planError } from './fault-plan.ts';
import { Ledger, type LedgerRates, type OpenEntry } from './ledger.ts';
import { planReply } from './plan-reply.ts';
import type { Piece, Plan } from './plan.ts';
import { beforeHeaders, ConnectionDropped, play } from './playback.ts';

export interface SimulatedProviderOptions {
  readonly name?: string;
  readonly behaviour?: Partial<Behaviour>;
  readonly operations?: readonly Operation[];
  /** Until the reply's headers, and between two pieces of its body. */
  readonly timeoutMs?: number;
  readonly rates?: LedgerRates;
}

export interface SimulatedProvider extends Provider {
  readonly ledger: Ledger;
  /** Lays these over the default behaviour, for the calls from now on. */
  readonly behave: (changes: Partial<Behaviour>) => void;
}

/** One call's reasons to stop: the caller left, the model went silent, or the provider was closed. */
interface Call {
  readonly stop: AbortController;
  readonly entry: OpenEntry;
  readonly signal: AbortSignal;
}

const collected = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
};

/** Makes a simulated provider. A request's `simulate` member changes its behaviour for that request. */
export const createSimulatedProvider = (options: SimulatedProviderOptions = {}): SimulatedProvider => {
  const { name = 'simulated', operations = allOperations, timeoutMs = 120_000 } = options;
  const ledger = new Ledger(options.rates);
  let defaults: Behaviour = { ...defaultBehaviour, ...options.behaviour };
  let closed = false;
  const underWay = new Set<Call>();
  let whenIdle: (() => void) | null = null;

  const planFor = ({ operation, body }: UpstreamRequest): { plan: Plan; behaviour: Behaviour } => {
    try {
      const behaviour = behaviourFor(defaults, body, undefined);
      return { plan: planReply(operation, body, behaviour), behaviour };
    } catch (error) {
      return { plan: planError(operation, 400, error instanceof Error ? error.message : String(error)), behaviour: defaultBehaviour };
    }
  };

  const begin = (request: UpstreamRequest, plan: Plan): Call => {
    const stop = new AbortController();
    const entry = ledger.open({
      path: request.operation,
      headers: request.headers,
      body: request.body,
      bodyText: new TextDecoder().decode(request.bytes),
    });
    entry.planned(plan.status, plan.stream, plan.inputTokens);
    const onAbort = (): void => {
      entry.end('aborted');
      stop.abort(request.signal.reason);
      end(call);
    };
    const call: Call = { stop, entry, signal: request.signal };
    underWay.add(call);
    request.signal.addEventListener('abort', onAbort, { once: true });
    stop.signal.addEventListener('abort', () => request.signal.removeEventListener('abort', onAbort), { once: true });
    return call;
  };

  const end = (call: Call): void => {
    if (!underWay.delete(call)) return;
    call.stop.abort();
    if (underWay.size === 0) whenIdle?.();
  };

  /** Why a call broke, in the catalogue's words. */
  const failure = (error: unknown, call: Call, code: 'provider_refused' | 'provider_closed'): unknown => {
    if (error instanceof ConnectionDropped) {
      call.entry.end('dropped');
      return new PlimsollError(code, `(${name})`);
    }
    call.entry.end('aborted');
    return call.stop.signal.aborted ? call.stop.signal.reason : error;
  };

  /** Waits for one step, no longer than the time limit; time that the reader takes does not count. */
  const inTime = async <Value>(call: Call, step: Promise<Value>): Promise<Value> => {
    const timer = setTimeout(() => call.stop.abort(new PlimsollError('provider_timeout', `(${name})`)), timeoutMs);
    try {
      return await step;
    } finally {
      clearTimeout(timer);
    }
  };

  async function* bodyOf(call: Call, plan: Plan, behaviour: Behaviour): AsyncGenerator<Uint8Array, void, void> {
    const pieces = play(behaviour, plan, call.stop.signal);
    try {
      for (;;) {
        const { done, value }: IteratorResult<Piece, void> = await inTime(call, pieces.next());
        if (call.stop.signal.aborted) throw call.stop.signal.reason;
        if (done === true || value === undefined) break;
        call.entry.sent(value.bytes, value.tokens);
        yield value.bytes;
      }
      call.entry.end('finished');
    } catch (error) {
      throw failure(error, call, 'provider_closed');
    } finally {
      call.entry.end('aborted');
      end(call);
    }
  }

  return {
    kind: 'simulated',
    operations,
    ledger,
    behave: (changes) => {
      defaults = { ...defaults, ...changes };
    },
    call: async (request): Promise<UpstreamReply> => {
      request.signal.throwIfAborted();
      if (closed) throw new PlimsollError('provider_refused', `(${name}: closed)`);
      if (!operations.includes(request.operation)) throw new PlimsollError('unsupported', `(${name}: ${request.operation})`);
      const { plan, behaviour } = planFor(request);
      const call = begin(request, plan);
      try {
        await inTime(call, beforeHeaders(behaviour, plan, call.stop.signal));
      } catch (error) {
        const reason = failure(error, call, 'provider_refused');
        end(call);
        throw reason;
      }
      const body = bodyOf(call, plan, behaviour);
      const { status, headers } = plan;
      const isAnswer = headers['content-type']?.startsWith(request.stream && status < 400 ? 'text/event-stream' : 'application/json');
      if (status < 400 && isAnswer !== true) {
        await body.return();
        call.entry.end('finished');
        end(call);
        throw new PlimsollError('provider_invalid_reply', `(${name})`);
      }
      return checkReply(name, { status, headers, body: plan.stream ? body : await collected(body) }, []);
    },
    close: async (graceMs) => {
      if (closed) return;
      closed = true;
      if (underWay.size === 0) return;
      const idle = new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
      const timer = setTimeout(() => {
        for (const call of underWay) call.stop.abort(new PlimsollError('provider_closed', `(${name}: closed)`));
        whenIdle?.();
      }, graceMs);
      await idle;
      clearTimeout(timer);
    },
  };
};
