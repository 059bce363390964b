/**
 * Reads what an earlier process has left in the spool: which calls it began and never ended, and how much awaits the store.
 */
import { readFileSync } from 'node:fs';
import type { BegunCall } from '@plimsoll/contract/call-record';
import type { Segment } from './segments.ts';
import { begunOfLine, eachLine, headOfLine } from './spool-lines.ts';

export interface Leftovers {
  /** What was noted of each call without an end, by attempt. */
  readonly interrupted: readonly (readonly [BegunCall, ...BegunCall[]])[];
  /** Lines that make no sense, torn last lines not counted. */
  readonly damaged: number;
}

/**
 * Reads the segments, oldest first, and counts in each what awaits the store. Only calls without an end are held in memory.
 * A call's beginnings always come before its end, so one pass is enough.
 */
export const recover = (segments: readonly Segment[]): Leftovers => {
  const open = new Map<string, Map<number, BegunCall>>();
  let damaged = 0;
  for (const segment of segments) {
    eachLine(readFileSync(segment.path), (line) => {
      const head = headOfLine(line);
      if (head === null) {
        damaged += 1;
      } else if (head.kind === 'ended') {
        open.delete(head.id);
        segment.unstored += 1;
      } else {
        const call = begunOfLine(line);
        if (call === null) damaged += 1;
        else open.set(head.id, (open.get(head.id) ?? new Map<number, BegunCall>()).set(call.attempt.index, call));
      }
    });
    // What follows the last whole line is torn, as if it had never been written.
  }
  const interrupted = [...open.values()].flatMap((attempts) => {
    const [first, ...rest] = attempts.values();
    return first === undefined ? [] : [[first, ...rest] as const];
  });
  return { interrupted, damaged };
};
