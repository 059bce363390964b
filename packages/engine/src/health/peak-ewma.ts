/**
 * How long a model takes, remembered with a bias to the bad: it believes a slow answer at once and a fast one by and by, and forgets
 * with time, so that who was slow is tried again. Peak-EWMA, as Finagle has it.
 */

/** After so long, a third of what was known is left. */
const decayMs = 10_000;
/** What a failure counts for at least: a dead server refuses in no time, and must not look like the fastest. */
const failureMs = 5_000;

export class PeakEwma {
  #valueMs = 0;
  #atMs = 0;
  /** Whether anything is known. */
  isKnown = false;

  observe(tookMs: number, nowMs: number): void {
    const kept = this.#kept(nowMs);
    const decayed = this.#valueMs * kept;
    this.#valueMs = tookMs >= decayed ? tookMs : decayed + tookMs * (1 - kept);
    this.#atMs = nowMs;
    this.isKnown = true;
  }

  /** It took at least this long, and then there was no answer to measure. */
  atLeast(tookMs: number, nowMs: number): void {
    if (tookMs > this.at(nowMs)) this.observe(tookMs, nowMs);
  }

  penalise(tookMs: number, nowMs: number): void {
    this.atLeast(Math.max(tookMs, failureMs), nowMs);
  }

  forget(): void {
    this.#valueMs = 0;
    this.isKnown = false;
  }

  at(nowMs: number): number {
    return this.#valueMs * this.#kept(nowMs);
  }

  #kept(nowMs: number): number {
    return Math.exp((this.#atMs - nowMs) / decayMs);
  }
}
