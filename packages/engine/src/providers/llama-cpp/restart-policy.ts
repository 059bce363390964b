/**
 * Decides when a model's process may be started again. A crash now and then is answered by a restart at once;
 * a process that keeps failing soon after its start is left alone for a growing while, then given one try by the next request.
 */

/** Restarts that follow at once, before the pauses begin. */
const freeRestarts = 5;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A process that worked this long has shown that its start was good. */
const stableAfterMs = 3_000;

export class RestartPolicy {
  #failures = 0;
  #closedUntilMs = 0;

  /**
   * Notes that the process ended after working for `workedMs`.
   * @returns whether to start it again at once.
   */
  crashed(nowMs: number, workedMs: number): boolean {
    this.#failures = workedMs >= stableAfterMs ? 1 : this.#failures + 1;
    return this.#pause(nowMs, this.#failures - freeRestarts);
  }

  /** Notes that the model could not be loaded: the next try is unlikely to fare better soon. */
  unloadable(nowMs: number): void {
    this.#failures += 1;
    this.#pause(nowMs, this.#failures);
  }

  #pause(nowMs: number, step: number): boolean {
    if (step <= 0) return true;
    this.#closedUntilMs = nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(step - 1, 16));
    return false;
  }

  /** Milliseconds until a request may try a start; 0 when it may now. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#closedUntilMs - nowMs);
  }
}
