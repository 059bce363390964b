/**
 * Lets a request in or not: so many a minute, so many tokens a minute, so many at a time. What it took is given back when the call has
 * ended, however it ends, exactly once.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf } from '@plimsoll/contract/operation';
import type { Identified, Read, Received, Recorded } from '../../exchange.ts';
import type { Admission, Limiter, Refusal } from '../../limits/limiter.ts';
import type { Account, Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

type Needs = Received & Recorded & Identified & Read;

export const admit = (limiter: Limiter): Stage<Needs> => ({
  name: 'admit',
  idle: limiter.isIdle,
  run: (exchange, next) => limited(limiter, exchange, () => next({})),
});

const limited = async (limiter: Limiter, exchange: Needs, go: () => Promise<Reply>): Promise<Reply> => {
  const { caller, attribution, ask, signal, operation } = exchange;
  const asker = { key: caller.keyId, user: attribution.user, app: caller.app, tenant: caller.tenant, model: ask.model };
  const admission = limiter.admit(asker, estimatedTokens(exchange), ask.stream);
  if ('rule' in admission) throw refused(admission);

  // Whatever becomes of the stream, and whether or not anybody reads it: who has left holds no slot.
  const onLeave = (): void => admission.release(0);
  const settle = ({ usage }: Account): void => {
    signal.removeEventListener('abort', onLeave);
    admission.release(usage.input + usage.output);
  };
  signal.addEventListener('abort', onLeave, { once: true });
  let reply: Reply;
  try {
    reply = await go();
  } catch (error) {
    signal.removeEventListener('abort', onLeave);
    admission.release(0);
    throw error;
  }
  const { status, headers, body, account } = reply;
  if (account instanceof Promise) void account.then(settle);
  else settle(account);
  return { status, headers: { ...headers, ...headersFor(admission, operation) }, body, account };
};

const headersFor = (admission: Admission, operation: Needs['operation']): Record<string, string> => rateLimitHeaders(admission, dialectOf(operation), Date.now());

/** Four bytes a token, and the answer's limit where the caller set one: made good by what the provider counts. */
const estimatedTokens = ({ ask: { bytes, body } }: Needs): number => {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return Math.ceil(bytes.length / 4) + (typeof limit === 'number' && limit > 0 ? Math.min(limit, 1_000_000) : 0);
};

const refused = ({ rule, limit, retryAfterMs }: Refusal): PlimsollError =>
  new PlimsollError('rate_limited', `Rule "${rule}" allows ${limit}.`, { retryAfterS: Math.max(1, Math.ceil(retryAfterMs / 1000)) });
