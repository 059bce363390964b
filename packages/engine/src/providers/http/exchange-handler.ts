/**
 * One request and its reply, as undici reports them: decides at the headers whether the reply is a stream to hand on
 * or a body to collect, and answers `post` once.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Dispatcher } from 'undici';
import type { UpstreamReply } from '../../provider.ts';
import { BodyStream } from './body-stream.ts';
import { mapFailure } from './map-failure.ts';
import { passingHeaders } from './reply-headers.ts';

export interface ExchangeLimits {
  /** Of a reply that is collected whole. */
  readonly maxReplyBytes: number;
  /** Of a stream, from its first byte to its last. */
  readonly maxStreamBytes: number;
  /** From the sending to the last byte of a reply that is collected whole; a trickle resets undici's own timeouts. */
  readonly wholeTimeoutMs: number;
}

/** Enough for any provider's error reply; an error is no reason to read megabytes. */
const maxErrorBytes = 1024 * 1024;

export interface Settle {
  readonly resolve: (reply: UpstreamReply) => void;
  readonly reject: (error: unknown) => void;
  /** Called once when the connection has done with this exchange, however it ended. */
  readonly over: () => void;
}

export class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #provider: string;
  readonly #asksStream: boolean;
  readonly #signal: AbortSignal;
  readonly #limits: ExchangeLimits;
  readonly #settle: Settle;
  readonly #startMs = performance.now();
  readonly #onAbort = (): void => this.#abandon(this.#signal.reason);
  #controller: Dispatcher.DispatchController | null = null;
  /** Why we ended it ourselves; undici's own error is then only an echo. */
  #abandoned: { readonly reason: unknown } | null = null;
  #over = false;
  #status = 0;
  #headers: UpstreamReply['headers'] = {};
  #stream: BodyStream | null = null;
  #parts: Buffer[] = [];
  #receivedBytes = 0;
  #maxBytes = 0;

  constructor(provider: string, asksStream: boolean, signal: AbortSignal, limits: ExchangeLimits, settle: Settle) {
    this.#provider = provider;
    this.#asksStream = asksStream;
    this.#signal = signal;
    this.#limits = limits;
    this.#settle = settle;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Aborted while it waited for a connection: it never leaves.
    if (this.#abandoned !== null) controller.abort(new Error('abandoned'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // Informational replies come before the real one.
    if (status < 200) return;
    this.#status = status;
    this.#headers = passingHeaders(headers);
    if (status >= 400) {
      this.#maxBytes = Math.min(maxErrorBytes, this.#limits.maxReplyBytes);
      return;
    }
    const unfit = this.#unfit(status, headers);
    if (unfit !== null) return this.#abandon(new PlimsollError('provider_invalid_reply', `(${this.#provider}: ${unfit})`));
    if (!this.#asksStream) {
      this.#maxBytes = this.#limits.maxReplyBytes;
      return;
    }
    this.#maxBytes = this.#limits.maxStreamBytes;
    this.#stream = new BodyStream({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abort: () => this.#abandon(new Error('the reader stopped')),
    });
    this.#settle.resolve({ status, headers: this.#headers, body: this.#stream });
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#abandoned !== null) return;
    this.#receivedBytes += piece.length;
    if (this.#receivedBytes > this.#maxBytes) {
      return this.#abandon(new PlimsollError('provider_invalid_reply', `(${this.#provider}: more than ${this.#maxBytes} bytes)`));
    }
    if (this.#stream !== null) return this.#stream.push(piece);
    this.#parts.push(piece);
    if (performance.now() - this.#startMs > this.#limits.wholeTimeoutMs) {
      this.#abandon(new PlimsollError('provider_timeout', `(${this.#provider}: the reply came too slowly)`));
    }
  }

  onResponseEnd(): void {
    this.#finish();
    if (this.#abandoned !== null) return;
    if (this.#stream !== null) return this.#stream.finish();
    const [only] = this.#parts;
    const body = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#settle.resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#finish();
    if (this.#abandoned !== null) return;
    if (this.#stream !== null) return this.#stream.fail(mapFailure(this.#provider, error, 'reading'));
    this.#settle.reject(mapFailure(this.#provider, error, this.#status === 0 ? 'sending' : 'reading'));
  }

  /** Why a 2xx or 3xx cannot be the reply that was asked for; null when it can. */
  #unfit(status: number, headers: IncomingHttpHeaders): string | null {
    if (status >= 300) return `redirected with status ${status}`;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return 'compressed, though identity was asked for';
    const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
    const expected = this.#asksStream ? 'text/event-stream' : 'application/json';
    return type.trim().toLowerCase() === expected ? null : `expected ${expected} with status ${status}`;
  }

  /** Ends it from our side: whoever waits learns why at once, and the connection is destroyed. */
  #abandon(reason: unknown): void {
    if (this.#abandoned !== null || this.#over) return;
    this.#abandoned = { reason };
    if (this.#stream !== null) this.#stream.cancel(reason);
    else this.#settle.reject(reason);
    this.#parts = [];
    this.#controller?.abort(new Error('abandoned'));
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#settle.over();
  }
}
