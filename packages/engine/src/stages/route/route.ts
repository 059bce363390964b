/**
 * Chooses who answers: the route's candidates in order, the next one when an attempt fails before its reply has begun, or is one too many for a
 * limit on where it would go; then those again that may do better in a moment. Tells each model's health what came of it.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { localProvider } from '@plimsoll/contract/local-provider';
import { noUsage } from '@plimsoll/contract/token-usage';
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Composed, Identified, Read, Received, Recorded, Routed } from '../../exchange.ts';
import { isFailureOfModel, mayTryNext } from '../../health/judge-error.ts';
import type { Limits } from '../../limits/limiter.ts';
import { whileAdmitted } from '../../limits/while-admitted.ts';
import type { Catalogue, Model, Route } from '../../model.ts';
import type { Account, Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { findRoute } from './find-route.ts';
import { Turns } from './turns.ts';
import { realWaiting, type Waiting } from './waiting.ts';

export type { Waiting } from './waiting.ts';

type Needs = Received & Recorded & Identified & Read & Composed;

/**
 * @param catalogue asked anew for every call, so that a changed configuration is in force at once
 * @param limits null where nothing limits attempts
 */
export const route = (catalogue: () => Catalogue, limits: Limits | null, waiting: Waiting = realWaiting): Stage<Needs, Routed> => ({
  name: 'route',
  run: async (exchange, next): Promise<Reply> => {
    const { journal, timeline, signal, ask } = exchange;
    const found = findRoute(catalogue(), ask.model);
    const [first] = found.candidates;
    if (first === undefined) throw new PlimsollError('internal');
    const turns = new Turns(found, first, ask.stream, waiting);

    let lastError: PlimsollError | null = null;
    for (let index = 0; ; index += 1) {
      let startMs = waiting.clock();
      if (!turns.next(startMs)) {
        if (!(await turns.again(exchange))) break;
        startMs = waiting.clock();
      }
      const { model, ticket } = turns;
      const attempt = journal.openAttempt(index, found.name, model);
      timeline.attempt = index;
      try {
        const go = (): Promise<Reply> => next({ route: found, model, attempt: index, opened: attempt });
        const reply = await (limits === null ? go() : admittedTo(limits, model, exchange, go));
        attempt.replied(reply.status, reply.account);
        replied(model, ticket, reply, startMs, waiting);
        return reply;
      } catch (error) {
        const failure = asFailure(error);
        const nowMs = waiting.clock();
        attempt.failed(failure.error, failure instanceof AttemptFailure ? failure.account : error instanceof PlimsollError ? notSent(error) : null);
        failed(model, ticket, failure, { stream: ask.stream, hadAllTheTime: index === 0, tookMs: nowMs - startMs, nowMs });
        lastError = failure.error;
        if (signal.aborted || !mayTryNext(failure.error)) break;
        turns.failed(failure.error, nowMs);
      } finally {
        timeline.attempt = null;
      }
    }
    throw lastError ?? unavailable(found, waiting.clock());
  },
});

const replied = ({ health }: Model, ticket: number, { status, account }: Reply, startMs: number, { clock }: Waiting): void => {
  const nowMs = clock();
  if (!(account instanceof Promise)) return health.answered(ticket, status < 400, nowMs - startMs, nowMs);
  health.began(ticket, nowMs - startMs, nowMs);
  void account.then((ending) => health.ended(ticket, ending, clock()));
};

interface Ending {
  readonly stream: boolean;
  /** No other attempt had taken of it. */
  readonly hadAllTheTime: boolean;
  readonly tookMs: number;
  readonly nowMs: number;
}

const failed = ({ health }: Model, ticket: number, failure: Failure, { stream, hadAllTheTime, tookMs, nowMs }: Ending): void => {
  const { code, retryAfterS } = failure.error;
  // What stages of our own refuse, they refuse before the provider is reached.
  if (!(failure instanceof AttemptFailure)) return health.undecided(ticket, stream, 0, nowMs);
  if (code === 'provider_rate_limited' && retryAfterS !== null) return health.limited(ticket, code, retryAfterS * 1000, nowMs);
  if (isFailureOfModel(code) || (code === 'deadline_exceeded' && hadAllTheTime)) return health.failed(ticket, code, stream, tookMs, nowMs);
  health.undecided(ticket, stream, code === 'caller_left' ? tookMs : 0, nowMs);
};

/** Nobody was asked, because nobody may be. */
const unavailable = ({ candidates }: Route, nowMs: number): PlimsollError => {
  const waitMs = Math.round(Math.min(...candidates.map(({ health }) => health.nextAtMs(nowMs))) - nowMs);
  const why = candidates.map(({ name, health: { lastError } }) => (lastError === null ? name : `${name} after ${lastError}`));
  return new PlimsollError('providers_unavailable', `(${why.join(', ')})`, { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) });
};

const admittedTo = async (limits: Limits, { name, provider }: Model, exchange: Needs, go: () => Promise<Reply>): Promise<Reply> => {
  const { caller, attribution, ask, signal, operation } = exchange;
  const asker = { key: caller.keyId, user: attribution.user, app: caller.app, tenant: caller.tenant, model: ask.model, at: { model: name, cloud: provider.kind !== localProvider } };
  const usedBy = (error: unknown): number => (error instanceof AttemptFailure ? error.account.usage.input + error.account.usage.output : 0);
  return (await whileAdmitted(limits, { asker, operation, ask, signal, usedBy }, go)).reply;
};

/** A refusal of our own: nothing reached the provider, so nothing is owed, and the call's cost is that of the attempt that answers. */
const notSent = ({ code }: PlimsollError): Account => ({
  outcome: 'error',
  errorCode: code,
  usage: { ...noUsage, source: 'provider' },
  finishReason: null,
  text: '',
  price: { costPicoUsd: 0n, certainty: 'exact', source: null },
});

type Failure = AttemptFailure | { readonly error: PlimsollError };

const asFailure = (error: unknown): Failure => {
  if (error instanceof AttemptFailure) return error;
  return { error: error instanceof PlimsollError ? error : new PlimsollError('internal', undefined, { cause: error }) };
};
