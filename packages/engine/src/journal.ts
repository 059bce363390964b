/**
 * What stages may write down about a call while it is under way; record turns it into the durable record.
 */
import type { Charge } from '@plimsoll/contract/budget';
import type { CacheHit, Guarded, Shaping } from '@plimsoll/contract/call-record';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { PlimsollError } from '@plimsoll/contract/errors';
import type { Ask } from './ask.ts';
import type { Model } from './model.ts';
import type { Account, Reply } from './reply.ts';

export interface OpenAttempt {
  /**
   * Notes the attempt, with the money that it holds, just before the provider is called. Resolves when that is durable, so that both
   * are known even if the process dies under it. Never rejects.
   */
  readonly begin: (held: Charge | null) => Promise<void>;
  /** What it took from budgets in the end. */
  readonly charged: (charge: Charge) => void;
  /** It failed before a reply had begun; the account says what the provider may have produced all the same. */
  readonly failed: (error: PlimsollError, account: Account | null) => void;
  /** A reply has begun; what a stream amounts to arrives later. */
  readonly replied: (status: number, account: Reply['account']) => void;
}

export interface Answering {
  readonly model: string | null;
  readonly provider: string | null;
  readonly route: string | null;
}

/** An answer that is given again, and what it cost the first time; null where that is not known. */
export interface Reused extends Answering {
  readonly finishReason: string | null;
  readonly costPicoUsd: bigint | null;
}

export interface Journal {
  /** The call's id, 32 hex digits. */
  readonly id: string;
  readonly identified: (caller: Caller, attribution: Attribution) => void;
  readonly asked: (ask: Ask) => void;
  /** What the attempts so far have used, failed ones included. */
  readonly usedTokens: () => number;
  readonly shaped: (what: Shaping) => void;
  /** What was found that may not leave as it is. */
  readonly guarded: (what: Guarded) => void;
  /** The request as records may show it. */
  readonly shows: (body: JsonObject) => void;
  /** The provider's own batch API answers. */
  readonly wasDeferred: () => void;
  /** The answer to an earlier request is given again. */
  readonly reused: (from: Reused, how: CacheHit) => void;
  /** What answered: model, provider and route of the last attempt, or of the answer that is given again. */
  readonly answering: () => Answering;
  /** W3C trace context for the provider. */
  readonly traceparent: () => string;
  /** Opens an attempt; `begin` notes it when it goes to its provider. */
  readonly openAttempt: (index: number, route: string, model: Model) => OpenAttempt;
}
