/**
 * A provider's own batch API, where it has one: many requests handed over at once, answered at its leisure for less.
 * A port like `Provider`: whoever uses it keeps the books and decides what goes there.
 */
import type { Operation } from '@plimsoll/contract/operation';

export interface BatchedRequest {
  /** Told again with the answer: letters, digits, `-` and `_`, at most 64. */
  readonly id: string;
  /** The body to send, in the provider's protocol and naming the provider's own model. */
  readonly bytes: Uint8Array;
}

export interface Submission {
  /** One of the provider's own operations, the same for all. */
  readonly operation: Operation;
  readonly requests: readonly BatchedRequest[];
  /** Found again by it where the answer to the submission was lost. */
  readonly mark: string;
}

export interface BatchLook {
  /** Nothing more will come; what was answered can be read. */
  readonly ended: boolean;
  /** The provider took none of it, and why, in its own words; null otherwise. */
  readonly refused: string | null;
}

/** What came of one request. `answer` null: it was never run (cancelled, expired), and is not billed. */
export interface BatchedAnswer {
  readonly id: string;
  readonly answer: { readonly status: number; readonly body: Uint8Array } | null;
}

/** All throw PlimsollError as `Provider.call` does, none of them quotes a credential. A retryable one may go well another time. */
export interface ProviderBatches {
  /** The most that goes into one. */
  readonly mostRequests: number;
  readonly mostBytes: number;
  /** @returns the batch's id at the provider */
  readonly submit: (submission: Submission, signal: AbortSignal) => Promise<string>;
  /** A batch that was submitted under this mark; null where there is none. The property is null where the provider cannot be asked that. */
  readonly find: ((mark: string, signal: AbortSignal) => Promise<string | null>) | null;
  readonly look: (id: string, signal: AbortSignal) => Promise<BatchLook>;
  /** In any order; the caller holds them to what it asked. Only after the end. */
  readonly answers: (id: string, signal: AbortSignal) => AsyncIterable<BatchedAnswer>;
  /** Asks for the end; what was answered by then is billed. Does nothing once it has ended. */
  readonly cancel: (id: string, signal: AbortSignal) => Promise<void>;
  /** Deletes what was left at the provider; best effort. */
  readonly discard: (id: string, signal: AbortSignal) => Promise<void>;
}
