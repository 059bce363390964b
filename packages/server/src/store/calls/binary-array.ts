/**
 * Arrays in PostgreSQL's binary format. A batch of records goes to the store as one array a column; written as text,
 * PostgreSQL would spend more time on the braces, quotes and escapes than on the records.
 * Format: array_recv in src/backend/utils/adt/arrayfuncs.c.
 */
import { storableText } from './storable-text.ts';

const headerBytes = 20;
const oids = { text: 25, float8: 701 } as const;

/** @param longest in characters; what is longer is cut. */
export const textArray = (values: readonly (string | null)[], longest: number): Buffer => {
  const clean = values.map((value) => {
    if (value === null) return null;
    return storableText(value.length > longest ? value.slice(0, longest) : value);
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

export const float8Array = (values: readonly number[]): Buffer => {
  const buffer = header(oids.float8, values.length, headerBytes + values.length * 12);
  let at = headerBytes;
  for (const value of values) at = buffer.writeDoubleBE(value, buffer.writeInt32BE(8, at));
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
