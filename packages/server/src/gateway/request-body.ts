/**
 * Reads a request's body within bounds: of one body, of all bodies held at once, and of time.
 */
import { PlimsollError } from '@plimsoll/contract/errors';

export interface BodyLimits {
  /** Bytes of one body. */
  readonly maxBytes: number;
  /** From the first byte of the request's head to the last of its body. */
  readonly timeoutMs: number;
}

/** Where a body's bytes come from. */
export interface BodySource {
  /** What `content-length` says; 0 where it says nothing. */
  readonly declaredBytes: number;
  /** Begins to read; `close` may come after `end`, or instead of it. Called once. */
  readonly begin: (events: BodyEvents) => void;
}

export interface BodyEvents {
  readonly data: (piece: Buffer) => void;
  readonly end: () => void;
  readonly close: () => void;
}

/** Bytes of all bodies being read or served; past this the server says it is overloaded rather than run out of memory. */
const mostBytesAtOnce = 1024 * 1024 * 1024;
let bytesAtOnce = 0;

/** One request's body: read once, its memory counted until it is given back. */
export class RequestBody {
  readonly #source: BodySource;
  #chunks: Buffer[] = [];
  #heldBytes = 0;
  #maxBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Set while somebody waits for the body. */
  #waiting: { readonly resolve: (bytes: Buffer) => void; readonly reject: (error: PlimsollError) => void } | null = null;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /**
   * @param expiresMs when its owner calls `expire`; a timer of its own is set only where the limit is shorter.
   * @throws PlimsollError `body_too_large`, `body_timeout`, `overloaded` or `caller_left`.
   */
  read({ maxBytes, timeoutMs }: BodyLimits, expiresMs: number): Promise<Buffer> {
    this.#maxBytes = maxBytes;
    if (this.#source.declaredBytes > maxBytes) return Promise.reject(this.#tooLarge());
    if (timeoutMs < expiresMs) this.#timer = setTimeout(() => this.expire(), timeoutMs);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#source.begin({
        data: (piece) => this.#onData(piece),
        end: () => this.#onEnd(),
        close: () => this.#onClose(),
      });
    });
  }

  /** The time is up: whoever still waits for the body gets `body_timeout`. */
  expire(): void {
    if (this.#waiting !== null) this.#fail(new PlimsollError('body_timeout'));
  }

  /** Gives the body's memory back to the common budget. */
  release(): void {
    bytesAtOnce -= this.#heldBytes;
    this.#heldBytes = 0;
  }

  #onData(chunk: Buffer): void {
    if (this.#waiting === null) return;
    this.#heldBytes += chunk.length;
    bytesAtOnce += chunk.length;
    if (this.#heldBytes > this.#maxBytes) this.#fail(this.#tooLarge());
    else if (bytesAtOnce > mostBytesAtOnce) this.#fail(new PlimsollError('overloaded', undefined, { retryAfterS: 1 }));
    else this.#chunks.push(chunk);
  }

  #onEnd(): void {
    const waiting = this.#stopWaiting();
    const [only] = this.#chunks;
    waiting?.resolve(this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#heldBytes));
    this.#chunks = [];
  }

  /** Comes after every request, so no error is made unless it is wanted. */
  #onClose(): void {
    if (this.#waiting !== null) this.#fail(new PlimsollError('caller_left'));
  }

  #fail(error: PlimsollError): void {
    const waiting = this.#stopWaiting();
    if (waiting === null) return;
    this.#chunks = [];
    this.release();
    waiting.reject(error);
  }

  #stopWaiting(): { readonly resolve: (bytes: Buffer) => void; readonly reject: (error: PlimsollError) => void } | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    return waiting;
  }

  #tooLarge(): PlimsollError {
    return new PlimsollError('body_too_large', `The limit is ${Math.floor(this.#maxBytes / 1024 / 1024)} MiB.`);
  }
}
