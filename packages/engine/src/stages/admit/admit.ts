/** Lets a request in or not: so many a minute, so many tokens a minute, so many at a time. */
import { dialectOf } from '@plimsoll/contract/operation';
import type { Identified, Read, Received, Recorded } from '../../exchange.ts';
import type { Limits } from '../../limits/limiter.ts';
import { rateLimitHeaders } from '../../limits/rate-limit-headers.ts';
import { whileAdmitted } from '../../limits/while-admitted.ts';
import type { Reply } from '../../reply.ts';
import type { Stage } from '../../stage.ts';

type Needs = Received & Recorded & Identified & Read;

export const admit = (limiter: Limits): Stage<Needs> => ({
  name: 'admit',
  idle: !limiter.countsRequests,
  run: (exchange, next) => limited(limiter, exchange, () => next({})),
});

const limited = async (limiter: Limits, exchange: Needs, go: () => Promise<Reply>): Promise<Reply> => {
  const { caller, attribution, ask, signal, operation, journal } = exchange;
  const asker = { key: caller.keyId, user: attribution.user, app: caller.app, tenant: caller.tenant, model: ask.model, at: null };
  // Attempts that failed may have been billed for their prompt all the same.
  const { reply, left } = await whileAdmitted(limiter, { asker, operation, ask, signal, usedBy: () => journal.usedTokens() }, go);
  return { ...reply, headers: { ...reply.headers, ...rateLimitHeaders(left, dialectOf(operation), Date.now()) } };
};
