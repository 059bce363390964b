import type { Charge } from './budget.ts';
import type { Attribution } from './caller.ts';
import type { Json } from './json.ts';
import type { Operation } from './operation.ts';
import type { TokenUsage } from './token-usage.ts';

/**
 * How a call or an attempt ended.
 * - ok: a whole answer was produced
 * - error: it failed, `errorCode` says how
 * - abandoned: the caller left before the end; upstream was stopped and what was produced is billed
 * - interrupted: this process died while it was under way; found again in the spool
 */
export const outcomes = ['ok', 'error', 'abandoned', 'interrupted'] as const;
export type Outcome = (typeof outcomes)[number];

/** How sure we are of a cost: `exact` from the provider's own usage, `estimated` from our count, `unknown` when no price is known. */
export const priceCertainties = ['exact', 'estimated', 'unknown'] as const;
export type PriceCertainty = (typeof priceCertainties)[number];

/** One stage's time. Offsets are microseconds since the call began. A stream's stage ends when it handed the stream back. */
export interface StageTiming {
  readonly stage: string;
  /** Which attempt the stage ran for, from 0; null for stages before route. */
  readonly attempt: number | null;
  readonly startUs: number;
  readonly durationUs: number;
}

/** One call to one provider. */
export interface AttemptRecord {
  readonly index: number;
  /** The model's name in `plimsoll.yaml`. */
  readonly model: string;
  readonly provider: string;
  /** The model's name at the provider. */
  readonly upstreamModel: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly outcome: Outcome;
  /** HTTP status of the provider's reply, null when none came. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly usage: TokenUsage;
  /** Decimal pico-dollars; null when the price is unknown, never zero for unknown. */
  readonly costPicoUsd: string | null;
  readonly priceCertainty: PriceCertainty;
  /** Where the price came from, e.g. `plimsoll.yaml` or `genai-prices 0.1.8`. */
  readonly priceSource: string | null;
  /** What it took from budgets; null where none applied, or where the whole batch that it was part of holds and settles. */
  readonly charge: Charge | null;
}

/** What was found in a request that may not leave as it is. */
export interface Guarded {
  /** How many of each type. */
  readonly found: Readonly<Record<string, number>>;
  /** Parts that could not be looked into. */
  readonly unreadable: number;
  /** Nothing was changed. */
  readonly observed: boolean;
}

/** What was left out of a request to make it fit its route. */
export interface Shaping {
  /** Whole turns of the history, the oldest. */
  readonly turns: number;
  /** Long texts whose middle was left out. */
  readonly trimmed: number;
  /** Paragraphs that the conversation holds elsewhere. */
  readonly duplicates: number;
  /** Both are counts of our own. */
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** Nothing was left out; this is what would have been. */
  readonly observed: boolean;
}

export const cacheHits = ['exact', 'semantic'] as const;
export type CacheHit = (typeof cacheHits)[number];

/** The one durable record of a call. Plain JSON: it is spooled, stored and sent to the console in this form. */
export interface CallRecord extends Attribution {
  /** Record format; raise it when a field changes meaning. */
  readonly v: 1;
  /** 32 hex digits, time-ordered; also `x-plimsoll-trace`. Unique to the call: stores are idempotent by it. */
  readonly id: string;
  /** W3C trace id, 32 hex digits: the caller's own where it sent `traceparent` (several calls may share it), else `id`. */
  readonly traceId: string;
  /** Id of this call's own span, 16 hex digits. */
  readonly spanId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly operation: Operation;
  readonly stream: boolean;
  readonly tenant: string | null;
  readonly app: string | null;
  readonly keyId: string | null;
  /** The model or route name the caller asked for. */
  readonly requestedModel: string | null;
  readonly route: string | null;
  /** The configured model that answered (the last one tried when none did). */
  readonly model: string | null;
  readonly provider: string | null;
  readonly outcome: Outcome;
  /** HTTP status the caller saw. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly finishReason: string | null;
  /** Where the answer came from if no model was asked: the same request of before, or one that meant the same. */
  readonly cache: CacheHit | null;
  /** What the reused answer cost when a model gave it, decimal pico-dollars; null where none was reused, or that is not known. */
  readonly reusedCostPicoUsd: string | null;
  /** null where the request went as the caller sent it. */
  readonly shaped: Shaping | null;
  /** null where nothing was looked for. */
  readonly guarded: Guarded | null;
  /** Answered by the provider's own batch API, at its leisure: its duration says nothing of the model's speed. */
  readonly deferred: boolean;
  readonly durationUs: number;
  /** From the call's begin to the first byte of the reply's body; null when there was none. */
  readonly firstByteUs: number | null;
  /** Sum over attempts. */
  readonly usage: TokenUsage;
  /** Sum over attempts as decimal pico-dollars; null when any attempt's price is unknown. */
  readonly costPicoUsd: string | null;
  readonly priceCertainty: PriceCertainty;
  readonly attempts: readonly AttemptRecord[];
  readonly stages: readonly StageTiming[];
  readonly versions: { readonly plimsoll: string; readonly config: string; readonly prompt: string | null };
  /** Id of the caller's own span from `traceparent`, 16 hex digits. */
  readonly parentSpanId: string | null;
  /** False when `traceparent` said so or sampling left it out: the record is kept all the same, no spans are exported. */
  readonly sampled: boolean;
  /** Kept only where `traces.content` says so. */
  readonly content: { readonly request: Json; readonly reply: string } | null;
}

/**
 * What is known of a call at the moment it reaches for a provider, written down before it does.
 * Should the process die under it, this becomes the call's record, marked `interrupted`.
 */
export interface BegunCall
  extends Pick<
    CallRecord,
    | 'id'
    | 'traceId'
    | 'spanId'
    | 'parentSpanId'
    | 'sampled'
    | 'startedAt'
    | 'operation'
    | 'stream'
    | 'tenant'
    | 'app'
    | 'keyId'
    | 'user'
    | 'feature'
    | 'session'
    | 'requestedModel'
    | 'route'
    | 'versions'
  > {
  readonly attempt: Pick<AttemptRecord, 'index' | 'model' | 'provider' | 'upstreamModel' | 'startUs' | 'charge'>;
}
