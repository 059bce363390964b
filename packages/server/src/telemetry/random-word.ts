/**
 * Random bits for the ids of spans that no other process knows of before they are sent: drawn in bulk, and never spelled out in hex.
 */
import { randomFillSync } from 'node:crypto';

const pool = new Uint32Array(1024);
let next = pool.length;

/** 32 random bits. */
export const randomWord = (): number => {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const word = pool[next] ?? 0;
  next += 1;
  return word;
};
