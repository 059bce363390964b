/**
 * Puts the store's thread behind the serving thread: where both share a core, a batch of inserts must not hold up a stream.
 */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Of -20 (first) to 19 (last). */
const niceness = 19;

/** Lowers the priority of the calling thread. Only Linux has priorities of threads; elsewhere, and where it is not allowed, nothing happens. */
export const yieldToServing = (): void => {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isInteger(thread)) setPriority(thread, niceness);
  } catch {
    // It only costs latency under load.
  }
};
