/**
 * One request and its reply: decides at the headers whether the reply is a stream to hand on or a body to collect,
 * keeps to the limits of size and time, and answers `post` once.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { UpstreamReply } from '../../provider.ts';
import { BodyStream } from './body-stream.ts';
import { ConnectionEnd, mapFailure } from './map-failure.ts';
import type { ReplyHead } from './reply-head.ts';
import type { Carried, UpstreamConnection } from './upstream-connection.ts';

export interface ExchangeLimits {
  /** Of a reply that is collected whole. */
  readonly maxReplyBytes: number;
  /** Of a stream, from its first byte to its last. */
  readonly maxStreamBytes: number;
  readonly connectTimeoutMs: number;
  /** From the sending to the reply's headers. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the body. */
  readonly bodyTimeoutMs: number;
  /** From the beginning to the last byte of a reply that is collected whole, however it trickles. */
  readonly wholeTimeoutMs: number;
}

/** What is asked, and who waits for the answer. */
export interface Asked {
  readonly provider: string;
  readonly head: string;
  readonly body: Uint8Array;
  readonly stream: boolean;
  readonly signal: AbortSignal;
  readonly resolve: (reply: UpstreamReply) => void;
  readonly reject: (error: unknown) => void;
}

/** Enough for any provider's error reply; an error is no reason to read megabytes. */
const maxErrorBytes = 1024 * 1024;

export class UpstreamExchange implements Carried {
  readonly head: string;
  readonly body: Uint8Array;
  readonly #asked: Asked;
  readonly #limits: ExchangeLimits;
  readonly #connection: UpstreamConnection;
  readonly #startMs: number;
  /** When it last made progress. */
  #progressMs: number;
  #sent = false;
  #over = false;
  /** While the reader holds the stream back, its silence is not the provider's. */
  #heldBack = false;
  #reply: ReplyHead | null = null;
  #stream: BodyStream | null = null;
  #parts: Buffer[] = [];
  #receivedBytes = 0;
  #maxBytes = 0;

  constructor(asked: Asked, limits: ExchangeLimits, connection: UpstreamConnection, nowMs: number) {
    this.head = asked.head;
    this.body = asked.body;
    this.#asked = asked;
    this.#limits = limits;
    this.#connection = connection;
    this.#startMs = nowMs;
    this.#progressMs = nowMs;
    asked.signal.addEventListener('abort', this);
  }

  /** The signal was aborted. */
  handleEvent(): void {
    this.#abandon(this.#asked.signal.reason);
  }

  onSent(): void {
    this.#sent = true;
    this.#progressMs = performance.now();
  }

  onHeard(): void {
    // Until the headers are there, only their time limit counts.
    if (this.#reply !== null) this.#progressMs = performance.now();
  }

  onHead(head: ReplyHead): void {
    this.#reply = head;
    this.#progressMs = performance.now();
    if (head.status >= 400) {
      this.#maxBytes = Math.min(maxErrorBytes, this.#limits.maxReplyBytes);
      return;
    }
    const unfit = this.#unfit(head);
    if (unfit !== null) return this.#abandon(this.#error('provider_invalid_reply', unfit));
    if (!this.#asked.stream) {
      this.#maxBytes = this.#limits.maxReplyBytes;
      return;
    }
    this.#maxBytes = this.#limits.maxStreamBytes;
    this.#stream = new BodyStream({
      pause: () => this.#holdBack(true),
      resume: () => this.#holdBack(false),
      abort: () => this.#abandon(new Error('the reader stopped')),
    });
    this.#asked.resolve({ status: head.status, headers: head.headers, body: this.#stream });
  }

  onPiece(piece: Buffer): void {
    this.#receivedBytes += piece.length;
    if (this.#receivedBytes > this.#maxBytes) {
      return this.#abandon(this.#error('provider_invalid_reply', `more than ${this.#maxBytes} bytes`));
    }
    if (this.#stream !== null) this.#stream.push(piece);
    else this.#parts.push(piece);
  }

  onEnd(): void {
    this.#finish();
    if (this.#stream !== null) return this.#stream.finish();
    if (this.#reply === null) return;
    const [only] = this.#parts;
    const body = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#asked.resolve({ status: this.#reply.status, headers: this.#reply.headers, body });
  }

  onFailure(error: unknown): void {
    if (this.#over) return;
    this.#finish();
    const failure = mapFailure(this.#asked.provider, error, this.#reply === null ? 'sending' : 'reading');
    if (this.#stream !== null) this.#stream.fail(failure);
    else this.#asked.reject(failure);
  }

  keepTime(nowMs: number): void {
    const { connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs, wholeTimeoutMs } = this.#limits;
    const silentMs = nowMs - this.#progressMs;
    if (!this.#sent) {
      if (silentMs > connectTimeoutMs) this.shutDown(new ConnectionEnd('CONNECT_TIMEOUT'));
    } else if (this.#reply === null) {
      if (silentMs > headersTimeoutMs) this.#abandon(this.#error('provider_timeout', `no answer within ${headersTimeoutMs} ms`));
    } else if (silentMs > bodyTimeoutMs && !this.#heldBack) {
      this.#abandon(this.#error('provider_timeout', `silent for ${bodyTimeoutMs} ms in the middle of the reply`));
    } else if (this.#stream === null && nowMs - this.#startMs > wholeTimeoutMs) {
      this.#abandon(this.#error('provider_timeout', 'the reply came too slowly'));
    }
  }

  shutDown(why: ConnectionEnd): void {
    this.#connection.destroy();
    this.onFailure(why);
  }

  #error(code: 'provider_timeout' | 'provider_invalid_reply', why: string): PlimsollError {
    return new PlimsollError(code, `(${this.#asked.provider}: ${why})`);
  }

  /** Why a 2xx or 3xx cannot be the reply that was asked for; null when it can. */
  #unfit({ status, headers, contentEncoding }: ReplyHead): string | null {
    if (status >= 300) return `redirected with status ${status}`;
    if (contentEncoding !== null && contentEncoding !== 'identity') return 'compressed, though identity was asked for';
    const expected = this.#asked.stream ? 'text/event-stream' : 'application/json';
    const type = headers['content-type'] ?? '';
    if (type === expected) return null;
    const [essence = ''] = type.split(';', 1);
    return essence.trim().toLowerCase() === expected ? null : `expected ${expected} with status ${status}`;
  }

  /** Ends it from our side: whoever waits learns why at once, and the connection is destroyed. */
  #abandon(reason: unknown): void {
    if (this.#over) return;
    this.#finish();
    this.#connection.destroy();
    if (this.#stream !== null) this.#stream.cancel(reason);
    else this.#asked.reject(reason);
  }

  /** The reader may come to this after the end, when the connection carries another exchange. */
  #holdBack(heldBack: boolean): void {
    if (this.#over) return;
    this.#heldBack = heldBack;
    if (heldBack) return this.#connection.pause();
    this.#progressMs = performance.now();
    this.#connection.resume();
  }

  #finish(): void {
    this.#over = true;
    this.#asked.signal.removeEventListener('abort', this);
  }
}
