/**
 * The time each stage took. One measurement with two readers: the durable record and the trace are both drawn from it.
 */
import type { StageTiming } from '@plimsoll/contract/call-record';

/** Monotonic milliseconds, as `performance.now` gives; a parameter so that tests can turn the clock by hand. */
export type MonotonicClock = () => number;

export class Timeline {
  readonly #clock: MonotonicClock;
  readonly #startMs: number;
  readonly #timings: { stage: string; attempt: number | null; startUs: number; durationUs: number | null }[] = [];
  /** Set by route before each attempt, so that the stages after it are told apart. */
  attempt: number | null = null;

  /** @param agoMs how long ago the call began, where its first part was another process's */
  constructor(clock: MonotonicClock = () => performance.now(), agoMs = 0) {
    this.#clock = clock;
    this.#startMs = clock() - agoMs;
  }

  /** Whole microseconds since the call began. */
  elapsedUs(): number {
    return Math.round((this.#clock() - this.#startMs) * 1000);
  }

  /** @returns its place, for `end`. */
  begin(stage: string): number {
    return this.#timings.push({ stage, attempt: this.attempt, startUs: this.elapsedUs(), durationUs: null }) - 1;
  }

  end(place: number): void {
    const timing = this.#timings[place];
    if (timing !== undefined) timing.durationUs = this.elapsedUs() - timing.startUs;
  }

  /** In the order in which the stages began. A stage still running shows the time it has taken so far. */
  timings(): readonly StageTiming[] {
    const nowUs = this.elapsedUs();
    return this.#timings.map(({ stage, attempt, startUs, durationUs }) => ({ stage, attempt, startUs, durationUs: durationUs ?? nowUs - startUs }));
  }
}
