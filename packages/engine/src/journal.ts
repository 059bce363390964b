/**
 * What stages may write down about a call while it is under way; record turns it into the durable record.
 */
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { PlimsollError } from '@plimsoll/contract/errors';
import type { Ask } from './ask.ts';
import type { Model } from './model.ts';
import type { Account, Reply } from './reply.ts';

export interface OpenAttempt {
  /** Resolves when the attempt is noted durably, so that a call to a provider is known even if the process dies under it. Never rejects. */
  readonly noted: Promise<void>;
  /** It failed before a reply had begun; the account says what the provider may have produced all the same. */
  readonly failed: (error: PlimsollError, account: Account | null) => void;
  /** A reply has begun; what a stream amounts to arrives later. */
  readonly replied: (status: number, account: Reply['account']) => void;
}

export interface Journal {
  /** The call's id, 32 hex digits. */
  readonly id: string;
  readonly identified: (caller: Caller, attribution: Attribution) => void;
  readonly asked: (ask: Ask) => void;
  /** W3C trace context for the provider. */
  readonly traceparent: () => string;
  /** Notes an attempt; the provider is called when it is `noted`. */
  readonly openAttempt: (index: number, route: string, model: Model) => OpenAttempt;
}
