/**
 * Arrays in PostgreSQL's binary format. A batch of records goes to the store as one array a column; written as text,
 * PostgreSQL would spend more time on the braces, quotes and escapes than on the records.
 * Format: array_recv in src/backend/utils/adt/arrayfuncs.c.
 */

const headerBytes = 20;
const oids = { bool: 16, int8: 20, text: 25, float8: 701 } as const;

/** Null and NUL: PostgreSQL's text can hold no zero character, which a caller could otherwise use to make a record unstorable. */
const nul = /\0/g;

/** @param longest in characters; what is longer is cut. */
export const textArray = (values: readonly (string | null)[], longest: number): Buffer => {
  const clean = values.map((value) => {
    if (value === null) return null;
    const cut = value.length > longest ? value.slice(0, longest) : value;
    return cut.includes('\0') ? cut.replace(nul, '\uFFFD') : cut;
  });
  let length = headerBytes;
  const lengths = clean.map((value) => {
    const bytes = value === null ? -1 : Buffer.byteLength(value);
    length += 4 + Math.max(0, bytes);
    return bytes;
  });
  const buffer = header(oids.text, values.length, length);
  let at = headerBytes;
  clean.forEach((value, index) => {
    const bytes = lengths[index] ?? -1;
    at = buffer.writeInt32BE(bytes, at);
    if (value !== null) at += buffer.write(value, at);
  });
  return buffer;
};

/** Whole numbers, up to 2^53; anything else becomes 0. */
export const int8Array = (values: readonly (number | null)[]): Buffer =>
  fixedArray(oids.int8, 8, values, (buffer, value, at) => {
    const whole = Number.isSafeInteger(value) ? value : 0;
    buffer.writeInt32BE(Math.floor(whole / 2 ** 32), at);
    buffer.writeUInt32BE(whole >>> 0, at + 4);
  });

export const float8Array = (values: readonly (number | null)[]): Buffer =>
  fixedArray(oids.float8, 8, values, (buffer, value, at) => buffer.writeDoubleBE(value, at));

export const boolArray = (values: readonly boolean[]): Buffer =>
  fixedArray(oids.bool, 1, values.map(Number), (buffer, value, at) => buffer.writeUInt8(value, at));

const fixedArray = (
  oid: number,
  size: number,
  values: readonly (number | null)[],
  write: (buffer: Buffer, value: number, at: number) => void,
): Buffer => {
  const length = values.reduce<number>((sum, value) => sum + (value === null ? 4 : 4 + size), headerBytes);
  const buffer = header(oid, values.length, length);
  let at = headerBytes;
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? -1 : size, at);
    if (value === null) continue;
    write(buffer, value, at);
    at += size;
  }
  return buffer;
};

/** One dimension, nulls allowed, counted from 1. */
const header = (oid: number, count: number, length: number): Buffer => {
  const buffer = Buffer.allocUnsafe(length);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
};
