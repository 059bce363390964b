/** What the store needs to know of a call to keep, find and count it. */
import type { CallRecord } from '@plimsoll/contract/call-record';

export type CallFacts = Pick<
  CallRecord,
  | 'id'
  | 'startedAt'
  | 'tenant'
  | 'app'
  | 'user'
  | 'feature'
  | 'session'
  | 'requestedModel'
  | 'model'
  | 'provider'
  | 'outcome'
  | 'errorCode'
  | 'durationUs'
  | 'costPicoUsd'
  | 'content'
  | 'deferred'
> & {
  /** What its attempts took from budgets, each as `spool/record-text.ts` writes it. */
  readonly charges: readonly string[];
  readonly usage: Pick<CallRecord['usage'], 'input' | 'output'>;
};
