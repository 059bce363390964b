/**
 * Values in protobuf that was written before, each in a place of fixed width. Every reader accepts varints with more bytes than
 * they need: up to five for lengths, up to ten for numbers.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

/** Four bytes hold up to 256 MiB. */
export const lengthBytes = 4;

/** Eight bytes hold 56 bits, more than a double counts. */
export const numberBytes = 8;

export const timeBytes = 8;

/** 28 bits as four bytes of seven, lowest first. */
const sevens = (bits: number): number => (bits & 0x7f) | ((bits & 0x3f80) << 1) | ((bits & 0x1f_c000) << 2) | ((bits & 0xfe0_0000) << 3);

/** A length as a varint; says in all bytes but the last that another follows. */
export const setLength = (view: DataView, at: number, length: number): void => {
  view.setUint32(at, sevens(length) | 0x0080_8080, true);
};

/** @param value whole, not negative, at most 2^53 - 1 */
export const setNumber = (view: DataView, at: number, value: number): void => {
  const upper = Math.floor(value / 0x1000_0000);
  view.setUint32(at, sevens(value - upper * 0x1000_0000) | 0x8080_8080, true);
  view.setUint32(at + 4, sevens(upper) | 0x0080_8080, true);
};

/** Nanoseconds since 1970, which do not fit into a double, in two halves of 32 bits. */
export interface Nanoseconds {
  readonly high: number;
  readonly low: number;
}

export const nanoseconds = (epochMs: number): Nanoseconds => {
  const upper = Math.floor(epochMs / 0x10_0000) * 1e6;
  const high = Math.floor(upper / 0x1000);
  const low = (upper - high * 0x1000) * 0x10_0000 + (epochMs % 0x10_0000) * 1e6;
  const carry = Math.floor(low / 0x1_0000_0000);
  return { high: high + carry, low: low - carry * 0x1_0000_0000 };
};

/** A `fixed64` that is so many microseconds after another time. */
export const setTime = (view: DataView, at: number, since: Nanoseconds, us: number): void => {
  const low = since.low + us * 1000;
  const carry = Math.floor(low / 0x1_0000_0000);
  view.setUint32(at, low - carry * 0x1_0000_0000, true);
  view.setUint32(at + 4, since.high + carry, true);
};

/** `0` to `9` and `a` to `f` without a branch, which would be guessed wrong often. */
const hexValue = (code: number): number => (code & 0xf) + 9 * (code >> 6);

/** @param digits lower-case hex digits, a multiple of eight */
export const setHex = (view: DataView, at: number, digits: string): void => {
  for (let from = 0; from < digits.length; from += 8) {
    let word = 0;
    for (let index = from; index < from + 8; index += 1) word = (word << 4) | hexValue(digits.charCodeAt(index));
    view.setUint32(at + from / 2, word);
  }
};

export const copyEightBytes = (view: DataView, from: number, to: number): void => {
  view.setUint32(to, view.getUint32(from));
  view.setUint32(to + 4, view.getUint32(from + 4));
};
