/**
 * Chooses who answers: the route's candidates in order, the next one when an attempt fails before its reply has begun.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Composed, Read, Received, Recorded, Routed } from '../../exchange.ts';
import type { Catalogue } from '../../model.ts';
import type { Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';

/** @param catalogue asked anew for every call, so that a changed configuration is in force at once. */
export const route = (catalogue: () => Catalogue): Stage<Received & Recorded & Read & Composed, Routed> => ({
  name: 'route',
  run: async (exchange, next): Promise<Reply> => {
    const { journal, timeline, signal, ask } = exchange;
    const found = catalogue().find(ask.model);
    if (found === null) throw unknownModel(ask.model, catalogue());

    let lastError: PlimsollError | null = null;
    for (const [index, model] of found.candidates.entries()) {
      const attempt = journal.openAttempt(index, found.name, model);
      timeline.attempt = index;
      try {
        const reply = await next({ route: found, model, attempt: index, opened: attempt });
        attempt.replied(reply.status, reply.account);
        return reply;
      } catch (error) {
        const failure = asFailure(error);
        attempt.failed(failure.error, failure instanceof AttemptFailure ? failure.account : null);
        lastError = failure.error;
        if (signal.aborted || !mayTryNext(failure.error)) break;
      } finally {
        timeline.attempt = null;
      }
    }
    throw lastError ?? new PlimsollError('internal');
  },
});

/**
 * Another candidate may do better when this one is down, busy, misconfigured or lacks a feature.
 * An error that lies in the request itself would only repeat.
 */
const mayTryNext = (error: PlimsollError): boolean =>
  error.code.startsWith('provider_') || error.code.startsWith('model_') || error.code === 'unsupported' || error.code === 'overloaded' || ofMoney.has(error.code);

/** A cheaper candidate may fit where this one does not. */
const ofMoney: ReadonlySet<PlimsollError['code']> = new Set(['budget_exceeded', 'price_unknown']);

const asFailure = (error: unknown): AttemptFailure | { readonly error: PlimsollError } => {
  if (error instanceof AttemptFailure) return error;
  return { error: error instanceof PlimsollError ? error : new PlimsollError('internal', undefined, { cause: error }) };
};

const unknownModel = (name: string, catalogue: Catalogue): PlimsollError => {
  const near = catalogue.suggest(name);
  const quoted = JSON.stringify(name.slice(0, 200));
  return new PlimsollError('model_not_found', near === null ? `Asked for: ${quoted}.` : `Asked for: ${quoted}; did you mean "${near}"?`);
};
