/**
 * The record of a call that this program did not live to finish: what was known when it reached for the provider, and no more.
 */
import type { AttemptRecord, BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';

/**
 * @param begun what was noted at each attempt, in order.
 * @returns a record with outcome `interrupted`: its usage is not known (zero, `counted`), nor is its price, so it is marked unknown.
 *   Its status is 500 although the caller may have seen a 200 and then a broken connection.
 */
export const interruptedRecord = (begun: readonly [BegunCall, ...BegunCall[]]): CallRecord => {
  const { attempt: last, ...call } = begun.at(-1) ?? begun[0];
  return {
    v: 1,
    ...call,
    model: last.model,
    provider: last.provider,
    outcome: 'interrupted',
    status: 500,
    errorCode: 'interrupted',
    finishReason: null,
    cache: null,
    reusedCostPicoUsd: null,
    shaped: null,
    guarded: null,
    deferred: false,
    durationUs: last.startUs,
    firstByteUs: null,
    usage: noUsage,
    costPicoUsd: null,
    priceCertainty: 'unknown',
    attempts: begun.map(({ attempt }) => interruptedAttempt(attempt)),
    stages: [],
    content: null,
  };
};

const interruptedAttempt = (attempt: BegunCall['attempt']): AttemptRecord => ({
  // Its charge is what it held: nobody knows what it came to, so all of it counts as spent.
  ...attempt,
  durationUs: 0,
  outcome: 'interrupted',
  status: null,
  errorCode: 'interrupted',
  usage: noUsage,
  costPicoUsd: null,
  priceCertainty: 'unknown',
  priceSource: null,
});
