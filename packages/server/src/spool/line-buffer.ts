/**
 * Where lines become bytes, once: all that come in one turn of the event loop are written to the file from here together,
 * and those that await the store stay here.
 * The memory is shared, so that the store's thread reads it in place and waiting costs the serving thread's heap nothing.
 */

/** Room for some hundred lines. */
const blockBytes = 256 * 1024;
/** A UTF-16 code unit takes at most three bytes of UTF-8. */
const mostBytesAUnit = 3;

/** Memory that all threads can see. */
export const sharedBytes = (length: number): Buffer => Buffer.from(new SharedArrayBuffer(length));

export class LineBuffer {
  #block = sharedBytes(blockBytes);
  /** Where the lines that are still to be written to the file begin, and where they end. */
  #from = 0;
  #to = 0;

  /** The bytes that lines are in; another one after `makeRoom`. */
  get block(): Buffer {
    return this.#block;
  }

  get from(): number {
    return this.#from;
  }

  get to(): number {
    return this.#to;
  }

  hasRoomFor(line: string): boolean {
    return this.#to + line.length * mostBytesAUnit <= this.#block.length;
  }

  /** A new block, once the lines in this one are written; one to measure where the line is larger than a usual one. */
  makeRoom(line: string): void {
    this.#block = sharedBytes(line.length * mostBytesAUnit > blockBytes ? Buffer.byteLength(line) : blockBytes);
    this.#from = 0;
    this.#to = 0;
  }

  /** Encodes a line behind the others; there must be room. @returns its length in bytes. */
  add(line: string): number {
    const length = this.#block.write(line, this.#to);
    this.#to += length;
    return length;
  }

  /** What was added is in the file. @param keep whether somebody still reads it here */
  written(keep: boolean): void {
    if (keep) this.#from = this.#to;
    else this.#to = this.#from;
  }
}
