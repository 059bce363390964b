/**
 * What is known about a call, growing as it goes down the pipeline. Each interface is what one stage adds;
 * a stage lists the ones it needs. DESIGN: stages add and never mutate.
 */
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { Ask } from './ask.ts';
import type { Finding } from './detection/finding.ts';
import type { ObjectLayout } from './json/top-level-members.ts';
import type { JsonTexts } from './guardrails/json-texts.ts';
import type { Journal, OpenAttempt } from './journal.ts';
import type { Model, Route } from './model.ts';
import type { Passage } from './pseudonyms/treated.ts';
import type { Timed } from './stage.ts';

/** What a host hands the pipeline. */
export interface Received extends Timed {
  /** Names the call everywhere: its record, `x-plimsoll-trace`, the log. 32 hex digits. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly operation: Operation;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /**
   * Reads the body, at most once. Lazy, so that an unknown caller costs no memory.
   * @throws PlimsollError `body_too_large` or `body_timeout`.
   */
  readonly readBody: () => Promise<Uint8Array>;
  /** Aborted when the caller hangs up or the host stops waiting. */
  readonly signal: AbortSignal;
  /** The host stops waiting so long after the call's begin. */
  readonly timeoutMs: number;
}

/** Added by record. */
export interface Recorded {
  readonly journal: Journal;
  /** Whether prompts and answers go into the record. */
  readonly keepsContent: boolean;
}

/** Added by identify. */
export interface Identified {
  readonly caller: Caller;
  readonly attribution: Attribution;
}

/** Added by read. */
export interface Read {
  readonly ask: Ask;
}

/** Added by compose: the request as it will go to whichever model is chosen, but for the model's name. */
export interface Composed {
  readonly composed: { readonly bytes: Buffer; readonly body: JsonObject; readonly layout: ObjectLayout };
}

/** Added by label, where there is a guard. */
export interface Labelled {
  readonly labelled?: {
    /** null where a guard that only watches could not look. */
    readonly request: JsonTexts | null;
    /** Every text that a model would be shown, in the order of `request.texts`. */
    readonly passages: readonly Passage<Finding>[];
    /** How many of each type. */
    readonly found: Readonly<Record<string, number>>;
    /** Parts that could not be looked into. */
    readonly unreadable: number;
  };
}

/** Added by route, anew for each attempt. */
export interface Routed {
  readonly route: Pick<Route, 'name'>;
  readonly model: Model;
  /** From 0. */
  readonly attempt: number;
  /** To be begun before the provider is called. */
  readonly opened: OpenAttempt;
}
