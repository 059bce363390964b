/**
 * One HTTP request and the way back to its caller, as the data plane needs them. Two kinds of connection offer this: Node's own
 * HTTP server, which takes anything, and `direct/`, which takes the plain requests that most callers send, for a third of the cost.
 */
import type { ReplyHeaders } from '@plimsoll/engine/reply';
import type { RequestBody } from './request-body.ts';

export interface HttpCall {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: RequestBody;
  /** Calls back when the connection closes while the call is under way; null stops that. */
  readonly onLeave: (leave: (() => void) | null) => void;
  /** True once a reply has begun, or cannot begin any more because the connection is gone. */
  readonly replied: () => boolean;
  /** Sends a whole reply. Where the request's body has not come whole, the connection is closed after a while. */
  readonly send: (status: number, headers: ReplyHeaders, body: Uint8Array) => void;
  /** Sends a streamed reply's head at once. */
  readonly stream: (status: number, headers: ReplyHeaders) => ReplyStream;
  readonly destroy: () => void;
}

export interface ReplyStream {
  /** @returns false when the caller reads too slowly: wait for `drained`. */
  readonly write: (piece: Uint8Array) => boolean;
  /** Resolves when more may be written. @throws the signal's reason when it is aborted */
  readonly drained: (signal: AbortSignal) => Promise<void>;
  /** @param last text to send before the end */
  readonly end: (last?: string) => void;
  readonly gone: () => boolean;
}
