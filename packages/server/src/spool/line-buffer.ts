/**
 * Where lines become bytes, once: they are written to the file from here, and those that await the store stay here.
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
  #at = 0;

  /** The bytes that the line written last is in. */
  get block(): Buffer {
    return this.#block;
  }

  /** Where in `block` the line written last begins. */
  get at(): number {
    return this.#at;
  }

  /** Encodes a line. It stays until the next is written, or for good where `keep` is called first. @returns its length in bytes. */
  write(line: string): number {
    if (this.#at + line.length * mostBytesAUnit > this.#block.length) this.#makeRoom(line);
    return this.#block.write(line, this.#at);
  }

  /** A new block; one to measure where the line is larger than a usual one. */
  #makeRoom(line: string): void {
    this.#block = sharedBytes(line.length * mostBytesAUnit > blockBytes ? Buffer.byteLength(line) : blockBytes);
    this.#at = 0;
  }

  /** The line written last, of so many bytes, is not to be written over. */
  keep(length: number): void {
    this.#at += length;
  }
}
