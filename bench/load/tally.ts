/** Counts replies, right and wrong, of one job. */

/** More reasons than these say nothing new. */
const keptReasons = 5;

export class Tally {
  requests = 0;
  errors = 0;
  readonly reasons: string[] = [];
  readonly startMs = performance.now();
  lastMs = this.startMs;

  settle(error: Error | null): void {
    this.lastMs = performance.now();
    if (error === null) {
      this.requests += 1;
      return;
    }
    this.errors += 1;
    if (this.reasons.length < keptReasons && !this.reasons.includes(error.message)) this.reasons.push(error.message);
  }

  /** Too much went wrong for the rest to mean anything. */
  get hopeless(): boolean {
    return this.errors >= 50;
  }

  outcome(): { requests: number; errors: number; reasons: readonly string[]; elapsedMs: number } {
    return { requests: this.requests, errors: this.errors, reasons: this.reasons, elapsedMs: this.lastMs - this.startMs };
  }
}
