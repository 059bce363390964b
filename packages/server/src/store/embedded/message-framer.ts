/**
 * Cuts the bytes that a client writes into whole messages of PostgreSQL's frontend protocol (PostgreSQL docs, 54.7),
 * so that PGlite is entered once for a whole pipelined query instead of once a message.
 */
const startupVersion = 196_608;
const terminate = 'X'.charCodeAt(0);
const longestMessage = 256 * 1024 * 1024;

export class MessageFramer {
  #rest: Uint8Array[] = [];
  #restLength = 0;
  /** Bytes needed before the next message can be whole, so that a long message is not joined again at every piece. */
  #needed = 8;
  #started = false;
  #terminated = false;

  /** The client said goodbye; nothing follows. */
  get terminated(): boolean {
    return this.#terminated;
  }

  /**
   * Takes the next bytes.
   * @returns the messages that are now whole, empty when there are none.
   * @throws RangeError when the bytes are no frontend messages.
   */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#terminated) return new Uint8Array(0);
    this.#rest.push(bytes);
    this.#restLength += bytes.length;
    if (this.#restLength < this.#needed) return new Uint8Array(0);

    const joined = this.#rest.length === 1 ? bytes : Buffer.concat(this.#rest);
    const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
    let end = 0;
    for (;;) {
      const left = joined.length - end;
      const header = this.#started ? 5 : 8;
      if (left < header) {
        this.#needed = header;
        break;
      }
      if (this.#started && joined[end] === terminate) {
        this.#terminated = true;
        return joined.subarray(0, end);
      }
      const length = this.#started ? 1 + view.getUint32(end + 1) : this.#startupLength(view, end);
      if (length > longestMessage || length < header) throw new RangeError('not a message of the PostgreSQL protocol');
      if (left < length) {
        this.#needed = length;
        break;
      }
      this.#started = true;
      end += length;
    }
    this.#rest = end === joined.length ? [] : [joined.subarray(end)];
    this.#restLength = joined.length - end;
    return joined.subarray(0, end);
  }

  /** The first message has no type byte. */
  #startupLength(view: DataView, at: number): number {
    if (view.getUint32(at + 4) !== startupVersion) throw new RangeError('not a startup message of the PostgreSQL protocol');
    return view.getUint32(at);
  }
}
