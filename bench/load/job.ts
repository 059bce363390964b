/** What the bench asks of the load generator and what it reports back, as they cross the process's message channel. */
import { isJsonObject } from '@plimsoll/contract/json';

/** Where requests go and how they look there. */
export interface Target {
  readonly port: number;
  readonly path: string;
  /** Sent with each request, beside host, content-type and content-length. */
  readonly headers: Readonly<Record<string, string>>;
  /** The name asked for in `model`. */
  readonly model: string;
}

interface JobBase {
  readonly target: Target;
  readonly connections: number;
  readonly stream: boolean;
}

/** Each connection sends its next request as soon as its reply is whole, for `durationMs`. */
export interface ClosedJob extends JobBase {
  readonly kind: 'closed';
  readonly durationMs: number;
  /** Size of the request's body. */
  readonly bodyBytes: number;
}

/** Requests leave at random moments of a fixed mean rate, whether or not earlier ones were answered. */
export interface OpenJob extends JobBase {
  readonly kind: 'open';
  readonly durationMs: number;
  readonly bodyBytes: number;
  readonly ratePerS: number;
  /** Chooses the moments: equal seeds, equal moments. */
  readonly seed: number;
}

/** `connections` streams at once, opened evenly over `openingMs`, each read to its end. */
export interface HeldJob extends JobBase {
  readonly kind: 'held';
  readonly stream: true;
  readonly openingMs: number;
}

export type LoadJob = ClosedJob | OpenJob | HeldJob;

/** Milliseconds. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadOutcome {
  /** Replies that arrived whole and right. The first one of a job only tells what the others must look like. */
  readonly requests: number;
  /** Everything else, with the first few reasons. */
  readonly errors: number;
  readonly reasons: readonly string[];
  /** From the first request to the last reply. */
  readonly elapsedMs: number;
  /** Open: from the intended moment of sending to the whole reply, or to a stream's first content. Closed: from the sending. */
  readonly latency: Distribution | null;
  /** Open: how late after the intended moment the generator itself was. It is part of `latency`. */
  readonly lateness: Distribution | null;
  /** Held: by how much the gap between two events exceeded the gap at the upstream. */
  readonly excess: Distribution | null;
  /** Held: gaps that exceeded the upstream's by more than 50 ms. */
  readonly stalls: number;
}

export type LoadReport =
  | { readonly report: 'ready' }
  | { readonly report: 'outcome'; readonly outcome: LoadOutcome }
  | { readonly report: 'failed'; readonly reason: string };

// Both ends are ours and of one version, so the name of a report is proof enough of what is in it.
export const isLoadReport = (message: unknown): message is LoadReport =>
  isJsonObject(message) && (message['report'] === 'ready' || message['report'] === 'outcome' || message['report'] === 'failed');
