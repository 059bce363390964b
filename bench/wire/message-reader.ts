/**
 * Reads HTTP/1.1 messages off a raw socket, requests and replies alike, for the upstream and the load generator.
 * Node's own parser and its streams would cost more than the gateways under test, and then the bench would measure itself.
 */

/** The longest start line and headers that are waited for, in bytes. */
const maxHeadBytes = 65_536;

const contentLength = /\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n/i;
const chunkedEncoding = /\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n/i;

export interface MessageHandlers {
  /** Start line and headers, up to and including the last header's line end. */
  readonly onHead: (head: string) => void;
  /** A piece of the body without its transfer encoding. Valid only until this returns: the memory is used again. */
  readonly onBody: (piece: Buffer) => void;
  readonly onEnd: () => void;
}

type State = 'head' | 'fixed' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers';

export class MessageReader {
  readonly #handlers: MessageHandlers;
  #state: State = 'head';
  /** Bytes of the body, or of the chunk, still to come. */
  #remaining = 0;
  /** A line or head whose end has not come yet. */
  #partial: Buffer | null = null;

  constructor(handlers: MessageHandlers) {
    this.#handlers = handlers;
  }

  /** True between two messages. */
  get idle(): boolean {
    return this.#state === 'head' && this.#partial === null;
  }

  /**
   * Takes the next bytes of the connection, cut anywhere.
   * @throws Error when they are no HTTP/1.1 message whose length is known from its head.
   */
  feed(bytes: Buffer): void {
    let rest = bytes;
    if (this.#partial !== null) {
      rest = Buffer.concat([this.#partial, bytes]);
      this.#partial = null;
    }
    let at = 0;
    while (at < rest.length) {
      const next = this.#step(rest, at);
      if (next === -1) {
        if (rest.length - at > maxHeadBytes) throw new Error('a line or head has no end');
        // A copy, because the socket will read into this memory again.
        this.#partial = Buffer.from(rest.subarray(at));
        return;
      }
      at = next;
    }
  }

  /** Consumes one element from `at`. @returns where the next one begins, or -1 when it is not whole yet. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'fixed':
      case 'chunk-data':
        return this.#readData(bytes, at);
      default:
        return this.#readLine(bytes, at);
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end === -1) return -1;
    const head = bytes.toString('latin1', at, end + 2);
    const length = contentLength.exec(head)?.[1];
    this.#handlers.onHead(head);
    if (length !== undefined && length !== '0') {
      this.#state = 'fixed';
      this.#remaining = Number(length);
    } else if (length === undefined && chunkedEncoding.test(head)) {
      this.#state = 'chunk-size';
    } else if (length === undefined && head.startsWith('HTTP/')) {
      throw new Error('a reply has neither content-length nor chunked encoding');
    } else {
      this.#handlers.onEnd();
    }
    return end + 4;
  }

  #readData(bytes: Buffer, at: number): number {
    const take = Math.min(this.#remaining, bytes.length - at);
    this.#handlers.onBody(at === 0 && take === bytes.length ? bytes : bytes.subarray(at, at + take));
    this.#remaining -= take;
    if (this.#remaining === 0) {
      if (this.#state === 'chunk-data') {
        this.#state = 'chunk-end';
      } else {
        this.#state = 'head';
        this.#handlers.onEnd();
      }
    }
    return at + take;
  }

  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if (end === -1) return -1;
    if (this.#state === 'chunk-end') {
      if (end !== at) throw new Error('a chunk is longer than it said');
      this.#state = 'chunk-size';
    } else if (this.#state === 'chunk-size') {
      const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
      if (!(size >= 0)) throw new Error('a chunk has no size');
      this.#remaining = size;
      this.#state = size === 0 ? 'trailers' : 'chunk-data';
    } else if (end === at) {
      this.#state = 'head';
      this.#handlers.onEnd();
    }
    return end + 2;
  }
}
