/**
 * The body of a streamed reply on its way from the HTTP client to whoever reads it: pieces as they came, uncopied,
 * and a bound on how many wait. A reader that is slow pauses the socket, so the provider slows down and memory stays flat.
 */

/** What the stream needs of the connection under it. */
export interface Flow {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Destroys the request; nothing more will be pushed. */
  readonly abort: () => void;
}

/**
 * Bytes that may wait for the reader before the connection is paused. It is resumed when none waits: on each resume a TLS socket
 * reads up to 64 KiB more into its own buffer, so taking less than that out of it at a time would let that buffer grow without end.
 */
export const mostWaitingBytes = 64 * 1024;

type Step = IteratorResult<Uint8Array, undefined>;

const finished: Step = { done: true, value: undefined };

export class BodyStream implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #flow: Flow;
  #waiting: Uint8Array[] = [];
  /** Index of the oldest piece in `#waiting`; shifting an array of thousands would cost more than the piece. */
  #head = 0;
  #waitingBytes = 0;
  #paused = false;
  #reader: { readonly resolve: (step: Step) => void; readonly reject: (error: unknown) => void } | null = null;
  /** Set once no more pieces will come. */
  #end: { readonly error: unknown } | 'clean' | null = null;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  push(piece: Uint8Array): void {
    if (this.#end !== null) return;
    if (this.#reader !== null) {
      const { resolve } = this.#reader;
      this.#reader = null;
      resolve({ done: false, value: piece });
      return;
    }
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
    if (!this.#paused && this.#waitingBytes >= mostWaitingBytes) {
      this.#paused = true;
      this.#flow.pause();
    }
  }

  /** No more will come. What waits can still be read. */
  finish(): void {
    if (this.#end !== null) return;
    this.#end = 'clean';
    this.#reader?.resolve(finished);
    this.#reader = null;
  }

  /** The stream broke. What waits can still be read, then the reader meets the error. */
  fail(error: unknown): void {
    if (this.#end !== null) return;
    this.#end = { error };
    this.#reader?.reject(error);
    this.#reader = null;
  }

  /** The stream is not wanted any more: what waits is forgotten and the reader meets the reason at once. */
  cancel(reason: unknown): void {
    this.#forget();
    this.fail(reason);
  }

  next(): Promise<Step> {
    const piece = this.#waiting[this.#head];
    if (piece !== undefined) {
      this.#take(piece);
      return Promise.resolve({ done: false, value: piece });
    }
    if (this.#end === 'clean') return Promise.resolve(finished);
    if (this.#end !== null) {
      const { error } = this.#end;
      this.#end = 'clean';
      return Promise.reject(error);
    }
    if (this.#reader !== null) return Promise.reject(new Error('a provider\'s stream has one reader, which waits for one piece at a time'));
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  /** The reader stops early: the request is destroyed upstream. */
  return(): Promise<Step> {
    this.#forget();
    if (this.#end === null) {
      this.finish();
      this.#flow.abort();
    }
    this.#end = 'clean';
    return Promise.resolve(finished);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(piece: Uint8Array): void {
    this.#head += 1;
    this.#waitingBytes -= piece.length;
    if (this.#head < this.#waiting.length) return;
    this.#waiting = [];
    this.#head = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#flow.resume();
    }
  }

  #forget(): void {
    this.#waiting = [];
    this.#head = 0;
    this.#waitingBytes = 0;
  }
}
