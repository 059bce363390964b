/**
 * Chooses who answers: the route's candidates in order, the next one when an attempt fails before its reply has begun, or is one too many for a
 * limit on where it would go.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { localProvider } from '@plimsoll/contract/local-provider';
import { noUsage } from '@plimsoll/contract/token-usage';
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Composed, Identified, Read, Received, Recorded, Routed } from '../../exchange.ts';
import type { Limits } from '../../limits/limiter.ts';
import { whileAdmitted } from '../../limits/while-admitted.ts';
import type { Catalogue, Model } from '../../model.ts';
import type { Account, Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';

type Needs = Received & Recorded & Identified & Read & Composed;

/**
 * @param catalogue asked anew for every call, so that a changed configuration is in force at once
 * @param limits null where nothing limits attempts
 */
export const route = (catalogue: () => Catalogue, limits: Limits | null): Stage<Needs, Routed> => ({
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
        const go = (): Promise<Reply> => next({ route: found, model, attempt: index, opened: attempt });
        const reply = await (limits === null ? go() : admittedTo(limits, model, exchange, go));
        attempt.replied(reply.status, reply.account);
        return reply;
      } catch (error) {
        const failure = asFailure(error);
        attempt.failed(failure.error, failure instanceof AttemptFailure ? failure.account : error instanceof PlimsollError ? notSent(error) : null);
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
  error.code.startsWith('provider_') || error.code.startsWith('model_') || error.code === 'unsupported' || error.code === 'overloaded' || error.code === 'rate_limited' || ofMoney.has(error.code);

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
