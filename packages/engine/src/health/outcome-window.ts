/** How many calls of the last while failed: counted in a ring of buckets, so that the past falls out piece by piece and nothing is allocated. */

const buckets = 6;

export class OutcomeWindow {
  readonly #bucketMs: number;
  readonly #calls = new Uint32Array(buckets);
  readonly #failures = new Uint32Array(buckets);
  /** Which stretch of time the newest bucket stands for. */
  #latest = 0;
  calls = 0;
  failures = 0;

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / buckets;
  }

  add(isFailure: boolean, nowMs: number): void {
    this.turnTo(nowMs);
    const place = this.#latest % buckets;
    this.#calls[place] = (this.#calls[place] ?? 0) + 1;
    this.calls += 1;
    if (!isFailure) return;
    this.#failures[place] = (this.#failures[place] ?? 0) + 1;
    this.failures += 1;
  }

  /** Forgets what is too old by now. */
  turnTo(nowMs: number): void {
    const slot = Math.floor(nowMs / this.#bucketMs);
    if (slot <= this.#latest) return;
    for (let turned = Math.max(this.#latest + 1, slot - buckets + 1); turned <= slot; turned += 1) {
      const place = turned % buckets;
      this.calls -= this.#calls[place] ?? 0;
      this.failures -= this.#failures[place] ?? 0;
      this.#calls[place] = 0;
      this.#failures[place] = 0;
    }
    this.#latest = slot;
  }

  clear(): void {
    this.#calls.fill(0);
    this.#failures.fill(0);
    this.calls = 0;
    this.failures = 0;
  }
}
