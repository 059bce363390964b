/**
 * Lets a request in or not: so many a minute, so many tokens a minute, so many at a time. What it took is given back when the call has
 * ended, however it ends, exactly once.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf } from '@plimsoll/contract/operation';
import type { Identified, Read, Received, Recorded } from '../../exchange.ts';
import type { Left, Limits, Refusal } from '../../limits/limiter.ts';
import type { Account, Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

type Needs = Received & Recorded & Identified & Read;

export const admit = (limiter: Limits): Stage<Needs> => ({
  name: 'admit',
  idle: limiter.isIdle,
  run: (exchange, next) => limited(limiter, exchange, () => next({})),
});

const limited = async (limiter: Limits, exchange: Needs, go: () => Promise<Reply>): Promise<Reply> => {
  const { caller, attribution, ask, signal, operation } = exchange;
  const asker = { key: caller.keyId, user: attribution.user, app: caller.app, tenant: caller.tenant, model: ask.model };
  const answer = limiter.admit(asker, estimatedTokens(exchange), ask.stream);
  const admission = answer instanceof Promise ? await answer : answer;
  if ('rule' in admission) throw refused(admission, operation);

  // Whatever becomes of the stream, and whether or not anybody reads it: who has left holds no slot. What was used by then is still charged.
  const onLeave = admission.leave;
  const settle = ({ usage }: Account): void => {
    signal.removeEventListener('abort', onLeave);
    admission.settle(usage.input + usage.output);
  };
  signal.addEventListener('abort', onLeave, { once: true });
  let reply: Reply;
  try {
    reply = await go();
  } catch (error) {
    signal.removeEventListener('abort', onLeave);
    // Attempts that failed may have been billed for their prompt all the same.
    admission.settle(exchange.journal.usedTokens());
    throw error;
  }
  const { status, headers, body, account } = reply;
  if (account instanceof Promise) void account.then(settle);
  else settle(account);
  return { status, headers: { ...headers, ...headersFor(admission, operation) }, body, account };
};

const headersFor = (left: Left, operation: Needs['operation']): Record<string, string> => rateLimitHeaders(left, dialectOf(operation), Date.now());

/** Four bytes a token, and the answer's limit where the caller set one: made good by what the provider counts. */
const estimatedTokens = ({ ask: { bytes, body } }: Needs): number => {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return Math.ceil(bytes.length / 4) + (typeof limit === 'number' && limit > 0 ? Math.min(limit, 1_000_000) : 0);
};

const refused = (refusal: Refusal, operation: Needs['operation']): PlimsollError => {
  const { rule, limit, retryAfterMs } = refusal;
  return new PlimsollError('rate_limited', `Rule "${rule}" allows ${limit}.`, { retryAfterS: Math.max(1, Math.ceil(retryAfterMs / 1000)), headers: headersFor(refusal, operation) });
};
