/**
 * Writes protobuf into one growing buffer, front to back. The lengths of nested messages are written when they are known,
 * into room left for them: as varints of a fixed width, which every protobuf reader accepts.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Room for a length: three bytes hold up to 2 MiB. */
const lengthBytes = 3;

/** Up to this length a loop here is faster than a call into native code. */
const shortBytes = 64;

const hexValue = (code: number): number => (code <= 0x39 ? code - 0x30 : code - 0x57);

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
    if (prepared.length > shortBytes) this.#buffer.set(prepared, this.#at);
    else {
      const buffer = this.#buffer;
      const at = this.#at;
      for (let index = 0; index < prepared.length; index += 1) buffer[at + index] = prepared[index] ?? 0;
    }
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
    this.#fixed32(low);
    this.#fixed32(high);
  }

  #fixed32(value: number): void {
    const buffer = this.#buffer;
    const at = this.#at;
    buffer[at] = value & 0xff;
    buffer[at + 1] = (value >>> 8) & 0xff;
    buffer[at + 2] = (value >>> 16) & 0xff;
    buffer[at + 3] = value >>> 24;
    this.#at = at + 4;
  }

  /** Lower-case hex digits as the bytes they stand for. */
  hex(digits: string): void {
    const buffer = this.#buffer;
    let at = this.#at;
    for (let index = 0; index < digits.length; index += 2) {
      buffer[at++] = (hexValue(digits.charCodeAt(index)) << 4) | hexValue(digits.charCodeAt(index + 1));
    }
    this.#at = at;
  }

  /** Repeats bytes written before, since the last `take`. */
  repeat(from: number, count: number): void {
    const buffer = this.#buffer;
    const at = this.#at;
    for (let index = 0; index < count; index += 1) buffer[at + index] = buffer[from + index] ?? 0;
    this.#at = at + count;
  }

  /** A length and the text as UTF-8. */
  string(text: string): void {
    this.reserve(text.length * 3 + lengthBytes);
    const start = this.begin();
    if (text.length > shortBytes || !this.#ascii(text)) this.#at = start + this.#buffer.write(text, start, 'utf8');
    this.end(start);
  }

  /** @returns false at the first character beyond ASCII; what was written until then is to be written over. */
  #ascii(text: string): boolean {
    const buffer = this.#buffer;
    const at = this.#at;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[at + index] = code;
    }
    this.#at = at + text.length;
    return true;
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
