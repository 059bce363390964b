/**
 * Rows in PostgreSQL's binary format for COPY, the cheapest way to hand it many.
 * Format: "Binary Format" in https://www.postgresql.org/docs/current/sql-copy.html
 */
import { storableText } from './storable-text.ts';

const signature = 'PGCOPY\n\u00ff\r\n\0';
const headerBytes = 19;
const endOfRows = -1;
const nothing = -1;
const uuidBytes = 16;
/** Of UTF-8, for one unit of a string. */
const mostBytesAUnit = 3;

export class CopyRows {
  #bytes: Buffer;
  #at = headerBytes;

  /** @param bytes how much room to begin with. */
  constructor(bytes: number) {
    this.#bytes = Buffer.alloc(0);
    this.#makeRoom(headerBytes + bytes);
    this.#bytes.fill(0, 0, headerBytes).write(signature, 'latin1');
  }

  /** The fields follow, as many as said, in the columns' order. */
  row(fields: number): void {
    this.#makeRoom(2);
    this.#at = this.#bytes.writeInt16BE(fields, this.#at);
  }

  /** @param digits 32 hex digits. */
  uuid(digits: string): void {
    this.#makeRoom(4 + uuidBytes);
    this.#at = this.#bytes.writeInt32BE(uuidBytes, this.#at);
    this.#at += this.#bytes.write(digits, this.#at, 'hex');
  }

  text(value: string | null): void {
    if (value === null) {
      this.#makeRoom(4);
      this.#at = this.#bytes.writeInt32BE(nothing, this.#at);
      return;
    }
    this.#makeRoom(4 + value.length * mostBytesAUnit);
    const length = this.#bytes.write(storableText(value), this.#at + 4);
    this.#at = this.#bytes.writeInt32BE(length, this.#at) + length;
  }

  /** Text that is in UTF-8 already. */
  utf8(bytes: Uint8Array): void {
    this.#makeRoom(4 + bytes.length);
    this.#at = this.#bytes.writeInt32BE(bytes.length, this.#at);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** No more rows. */
  end(): Buffer {
    this.#makeRoom(2);
    this.#at = this.#bytes.writeInt16BE(endOfRows, this.#at);
    return this.#bytes.subarray(0, this.#at);
  }

  #makeRoom(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#at + bytes, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
