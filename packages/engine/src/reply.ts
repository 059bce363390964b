/**
 * What comes back along the pipeline. A stage that wants to see or change the body wraps it.
 */
import type { Outcome } from '@plimsoll/contract/call-record';
import type { ErrorCode } from '@plimsoll/contract/errors';
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import type { Price } from './price/price.ts';

/** Bytes as they come. Pull-based, so a slow reader slows the provider down; ended early through the exchange's signal. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** Lower-case names; hop-by-hop headers never appear. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** What an attempt's answer amounted to, known when its last byte has passed. */
export interface Account {
  readonly outcome: Exclude<Outcome, 'interrupted'>;
  /** Why it broke, when it did after the reply had begun. */
  readonly errorCode: ErrorCode | null;
  readonly usage: TokenUsage;
  /** The provider's own word for why it stopped, null when it never said. */
  readonly finishReason: string | null;
  /** The text produced, as much of it as the call keeps. */
  readonly text: string;
  /** Set by reserve. */
  readonly price: Price | null;
}

export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** Whole bytes, or a stream of them. */
  readonly body: Uint8Array | ByteStream;
  /** The whole body as records may keep it, where the caller gets another one. */
  readonly kept?: Uint8Array;
  /** At hand where the body is whole; of a stream it settles when it has ended, however it ended, and never rejects. */
  readonly account: Account | Promise<Account>;
}

export const isStream = (body: Reply['body']): body is ByteStream => !(body instanceof Uint8Array);
