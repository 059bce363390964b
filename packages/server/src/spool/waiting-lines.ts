/**
 * What waits for the store, in the order in which it was written: runs of whole lines, as bytes. A run takes a few words
 * of memory however many calls are in it, because what waits as objects makes every collection of garbage slow.
 */
import type { Segment } from './segments.ts';
import { callsIn, lengthOfCalls } from './spool-lines.ts';

/** Whole lines beside one another; calls that have only begun are among them. Never changed once it has been taken. */
export interface Run {
  readonly block: Buffer;
  readonly from: number;
  to: number;
  /** Ended calls among the lines. */
  calls: number;
  /** Where they are written; null when they are in memory alone. */
  readonly segment: Segment | null;
}

/** A run does not grow beyond so many calls, so that a batch seldom has to be cut out of one. */
const runCalls = 100;

export const linesOf = ({ block, from, to }: Run): Buffer => block.subarray(from, to);

export const callsOfRuns = (runs: readonly Run[]): number => runs.reduce((sum, { calls }) => sum + calls, 0);

export class WaitingLines {
  #runs: Run[] = [];
  #calls = 0;
  #bytes = 0;

  get calls(): number {
    return this.#calls;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds lines that were written to a file together. */
  add(block: Buffer, from: number, to: number, calls: number, segment: Segment | null): void {
    const last = this.#runs.at(-1);
    this.#calls += calls;
    this.#bytes += to - from;
    if (last !== undefined && last.to === from && last.block === block && last.segment === segment && last.calls + calls <= runCalls) {
      last.to = to;
      last.calls += calls;
    } else {
      this.#runs.push({ block, from, to, calls, segment });
    }
  }

  /** Adds lines that were read back from a file. */
  addLines(block: Buffer, length: number, segment: Segment): void {
    const calls = callsIn(block.subarray(0, length));
    if (calls === 0) return;
    this.#runs.push({ block, from: 0, to: length, calls, segment });
    this.#calls += calls;
    this.#bytes += length;
  }

  /** Takes the oldest: so many calls, or fewer where they are large, but at least one. */
  take(mostCalls: number, mostBytes: number): Run[] {
    const taken: Run[] = [];
    let calls = 0;
    let bytes = 0;
    for (let run = this.#runs[0]; run !== undefined && calls < mostCalls; run = this.#runs[0]) {
      const first = cut(run, mostCalls - calls, mostBytes - bytes, calls === 0);
      if (first === null) break;
      if (first === run) this.#runs.shift();
      else this.#runs[0] = { ...run, from: first.to, calls: run.calls - first.calls };
      taken.push(first);
      calls += first.calls;
      bytes += first.to - first.from;
    }
    this.#calls -= calls;
    this.#bytes -= bytes;
    return taken;
  }

  /** Puts back what was taken, before all that has come since. */
  giveBack(runs: readonly Run[]): void {
    this.#runs.unshift(...runs);
    for (const { calls, from, to } of runs) {
      this.#calls += calls;
      this.#bytes += to - from;
    }
  }
}

/** @returns the run itself or its beginning; null when not even its first call may be taken. */
const cut = (run: Run, mostCalls: number, mostBytes: number, atLeastOne: boolean): Run | null => {
  if (run.calls <= mostCalls && run.to - run.from <= mostBytes) return run;
  const { calls, length } = lengthOfCalls(linesOf(run), mostCalls, mostBytes, atLeastOne);
  if (calls === 0) return null;
  return calls === run.calls ? run : { ...run, to: run.from + length, calls };
};
