/**
 * Writes protobuf front to back, for what is written once and used often. Values that change later get room instead,
 * see `protobuf-places.ts`.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Wire types: how a field's end is found. */
const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 };

/** The most that a varint here takes. */
const varintBytes = 8;

const bytesOfVarint = (value: number): number => {
  let bytes = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
};

export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(2048);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** What stands before a field's value. */
  tag(field: number, wireType: keyof typeof wireTypes): void {
    this.#varint(field * 8 + wireTypes[wireType]);
  }

  /** @param value whole, not negative, at most 2^53 - 1 */
  number(field: number, value: number): void {
    this.tag(field, 'varint');
    this.#varint(value);
  }

  text(field: number, text: string): void {
    const bytes = Buffer.byteLength(text);
    this.tag(field, 'lengthDelimited');
    this.#varint(bytes);
    this.#reserve(bytes);
    this.#at += this.#buffer.write(text, this.#at);
  }

  message(field: number, content: () => void): void {
    this.tag(field, 'lengthDelimited');
    const begin = this.room(1) + 1;
    content();
    const length = this.#at - begin;
    // The content makes way for a length of more than one byte, which is known only now.
    this.#reserve(varintBytes);
    this.#buffer.copyWithin(begin - 1 + bytesOfVarint(length), begin, this.#at);
    this.#at = begin - 1;
    this.#varint(length);
    this.#at += length;
  }

  bytes(bytes: readonly number[]): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** @returns where the room begins, if no message around it moves it. */
  room(bytes: number): number {
    const at = this.#at;
    this.#reserve(bytes);
    this.#at += bytes;
    this.#buffer.fill(0, at, this.#at);
    return at;
  }

  /** All that was written, in memory of its own. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer.subarray(0, this.#at));
  }

  #varint(value: number): void {
    this.#reserve(varintBytes);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
