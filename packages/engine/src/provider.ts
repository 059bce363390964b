/**
 * The port every provider stands behind: one method, one attempt. Retrying, falling back, pricing and recording
 * happen around it, so a provider only has to speak its own protocol and tell its failures apart.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { ProviderBatches } from './provider-batches.ts';
import type { ByteStream, ReplyHeaders } from './reply.ts';

export interface UpstreamRequest {
  /** One of the provider's own `operations`; the engine has translated already. */
  readonly operation: Operation;
  /** The body to send, already in the provider's protocol and naming the provider's own model. */
  readonly bytes: Uint8Array;
  /** The same body, parsed; providers that run in process read this one. */
  readonly body: JsonObject;
  /** The model's name at the provider. */
  readonly model: string;
  readonly stream: boolean;
  /** W3C trace context to send along, e.g. `{traceparent: "00-..."}`; empty where none is to leave. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the caller has left or the time is up: stop the work upstream at once. */
  readonly signal: AbortSignal;
}

export interface UpstreamReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** A stream exactly when `stream` was asked and the status is 2xx; in the provider's protocol (SSE for streams). */
  readonly body: Uint8Array | ByteStream;
}

export interface Provider {
  /** E.g. `openai`, as `provider:` in plimsoll.yaml names it. */
  readonly kind: string;
  /** The wire protocols it speaks; the engine translates from what the caller speaks where it can. */
  readonly operations: readonly Operation[];
  /**
   * Makes one attempt.
   * A 4xx that blames the request is returned, for the caller to see in the provider's own words; 401, 403, 429 and 5xx,
   * which blame us or the provider, are thrown.
   * @throws PlimsollError `provider_refused`, `provider_timeout`, `provider_closed`, `provider_invalid_reply`, `provider_failed`,
   *   `provider_rate_limited`, `provider_credentials`, `overloaded`, `model_crashed`, `model_unavailable`, `unsupported`
   *   or `invalid_request`. A stream that breaks throws the same while it is read.
   */
  readonly call: (request: UpstreamRequest) => Promise<UpstreamReply>;
  /** Its own batch API; absent where it has none, or it is not to be used. */
  readonly batches?: ProviderBatches;
  /** Prepares what the first call would wait for, e.g. loads a local model. Absent where there is nothing to prepare. */
  readonly warm?: () => Promise<void>;
  /** Frees sockets and child processes; waits for what is under way at most `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
}
