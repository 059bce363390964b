/**
 * The socket that `pg` believes it has: a duplex stream whose other end is the worker thread that runs the embedded store.
 */
import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

export interface PortStreamOptions {
  /** Asks the worker for a connection. */
  readonly open: () => Promise<MessagePort>;
  /** How long the worker may stay silent on a query before it is given up. */
  readonly silenceMs: number;
  /** Told when the worker stayed silent. */
  readonly onSilence: () => void;
}

export class PortStream extends Duplex {
  readonly #options: PortStreamOptions;
  #port: MessagePort | null = null;
  #watch: NodeJS.Timeout | null = null;

  constructor(options: PortStreamOptions) {
    super();
    this.#options = options;
  }

  /** As `net.Socket` does: emits `connect`, or `error` and `close`. */
  connect(): this {
    this.#options.open().then(
      (port) => {
        if (this.destroyed) {
          port.close();
          return;
        }
        this.#port = port;
        port.on('message', (bytes: Uint8Array) => {
          this.#heard();
          this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
        });
        port.on('close', () => this.destroy(this.writableEnded ? undefined : new Error('the embedded store has stopped')));
        this.emit('connect');
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    return this;
  }

  override _read(): void {
    // The worker sends when it has something; results are bounded by the queries themselves.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#send(Uint8Array.from(chunk), done);
  }

  /** `pg` corks the messages of one query, so they arrive here together and go over as one. */
  override _writev(pieces: readonly { chunk: Buffer }[], done: (error?: Error) => void): void {
    const bytes = new Uint8Array(pieces.reduce((length, { chunk }) => length + chunk.length, 0));
    let at = 0;
    for (const { chunk } of pieces) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#send(bytes, done);
  }

  override _final(done: (error?: Error) => void): void {
    this.#port?.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#heard();
    this.#port?.close();
    this.#port = null;
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#port?.ref();
    return this;
  }

  unref(): this {
    this.#port?.unref();
    return this;
  }

  #send(bytes: Uint8Array<ArrayBuffer>, done: (error?: Error) => void): void {
    if (this.#port === null) {
      done(new Error('the embedded store is not connected'));
      return;
    }
    this.#watch ??= setTimeout(this.#options.onSilence, this.#options.silenceMs).unref();
    this.#port.postMessage(bytes, [bytes.buffer]);
    done();
  }

  #heard(): void {
    if (this.#watch === null) return;
    clearTimeout(this.#watch);
    this.#watch = null;
  }
}
