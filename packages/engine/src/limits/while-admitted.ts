/** Runs something that limits count, and gives back what it took when it has ended, however it ends, exactly once. */
import { PlimsollError } from '@plimsoll/contract/errors';
import { dialectOf, type Operation } from '@plimsoll/contract/operation';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Account, Reply } from '../reply.ts';
import type { Left, Limits, Refusal } from './limiter.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import type { Asker } from './rule-subject.ts';

export interface Admitted {
  readonly asker: Asker;
  readonly operation: Operation;
  readonly ask: { readonly bytes: Uint8Array; readonly body: JsonObject; readonly stream: boolean };
  readonly signal: AbortSignal;
  /** Tokens that are charged where no reply came. */
  readonly usedBy: (error: unknown) => number;
}

/** @throws PlimsollError `rate_limited` with the rule, when to come again, and what is left; whatever `go` throws */
export const whileAdmitted = async (limits: Limits, { asker, operation, ask, signal, usedBy }: Admitted, go: () => Promise<Reply>): Promise<{ readonly reply: Reply; readonly left: Left }> => {
  const answer = limits.admit(asker, estimatedTokens(ask), ask.stream);
  const admission = answer instanceof Promise ? await answer : answer;
  if ('rule' in admission) throw refused(admission, operation);

  // Whatever becomes of the stream, and whether or not anybody reads it: who has left holds no slot. What was used by then is still charged.
  const onLeave = admission.leave;
  const settle = ({ usage }: Account): void => {
    signal.removeEventListener('abort', onLeave);
    admission.settle(usage.input + usage.output);
  };
  signal.addEventListener('abort', onLeave, { once: true });
  // Gone while the limits were asked: no event tells of it any more.
  if (signal.aborted) onLeave();
  let reply: Reply;
  try {
    reply = await go();
  } catch (error) {
    signal.removeEventListener('abort', onLeave);
    admission.settle(usedBy(error));
    throw error;
  }
  const { account } = reply;
  if (account instanceof Promise) void account.then(settle);
  else settle(account);
  return { reply, left: admission };
};

/** Four bytes a token, and the answer's limit where the caller set one: made good by what the provider counts. */
const estimatedTokens = ({ bytes, body }: Admitted['ask']): number => {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return Math.ceil(bytes.length / 4) + (typeof limit === 'number' && limit > 0 ? Math.min(limit, 1_000_000) : 0);
};

const refused = (refusal: Refusal, operation: Operation): PlimsollError => {
  const { rule, limit, retryAfterMs } = refusal;
  return new PlimsollError('rate_limited', `Rule "${rule}" allows ${limit}.`, {
    retryAfterS: Math.max(1, Math.ceil(retryAfterMs / 1000)),
    headers: rateLimitHeaders(refusal, dialectOf(operation), Date.now()),
  });
};
