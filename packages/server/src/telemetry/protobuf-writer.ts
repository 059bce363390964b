/**
 * Writes protobuf into one growing buffer, front to back. The lengths of nested messages are written when they are known,
 * into room left for them: as varints of a fixed width, which every protobuf reader accepts.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Room for a length: three bytes hold up to 2 MiB. */
const lengthBytes = 3;

export class ProtobufWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(capacityBytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(capacityBytes);
  }

  get length(): number {
    return this.#at;
  }

  /** Makes sure that so many bytes can be written without asking again. */
  reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }

  /** Bytes prepared beforehand, e.g. a tag and a constant value. */
  bytes(prepared: Uint8Array): void {
    this.#buffer.set(prepared, this.#at);
    this.#at += prepared.length;
  }

  byte(value: number): void {
    this.#buffer[this.#at++] = value;
  }

  /** An unsigned whole number below 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at++] = rest;
  }

  /** @param low bits 0 to 31, @param high bits 32 to 63 */
  fixed64(low: number, high: number): void {
    this.#at = this.#buffer.writeUInt32LE(low, this.#at);
    this.#at = this.#buffer.writeUInt32LE(high, this.#at);
  }

  /** Hex digits as the bytes they stand for. */
  hex(digits: string): void {
    this.#at += this.#buffer.write(digits, this.#at, 'hex');
  }

  /** A length and the text as UTF-8. */
  string(text: string): void {
    this.reserve(text.length * 3 + lengthBytes);
    const start = this.begin();
    this.#at += this.#buffer.write(text, this.#at, 'utf8');
    this.end(start);
  }

  /** Repeats bytes written before, and says where they now stand. */
  repeat(from: number, count: number): number {
    const place = this.#at;
    this.#buffer.copyWithin(this.#at, from, from + count);
    this.#at += count;
    return place;
  }

  /** Leaves room for the length of what follows. @returns what `end` wants to know. */
  begin(): number {
    this.#at += lengthBytes;
    return this.#at;
  }

  end(start: number): void {
    const length = this.#at - start;
    this.#buffer[start - 3] = (length & 0x7f) | 0x80;
    this.#buffer[start - 2] = ((length >>> 7) & 0x7f) | 0x80;
    this.#buffer[start - 1] = length >>> 14;
  }

  /** What was written, as a copy; the writer begins anew in the same room. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }
}
