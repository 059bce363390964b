/**
 * A bucket that holds a minute's worth and fills evenly. What is taken may be corrected afterwards, so the level can be below zero
 * for a while.
 */
export class TokenBucket {
  readonly #capacity: number;
  #level: number;
  #atMs: number;

  constructor(perMinute: number, nowMs: number) {
    this.#capacity = perMinute;
    this.#level = perMinute;
    this.#atMs = nowMs;
  }

  level(nowMs: number): number {
    // A clock that was set back must not drain the bucket.
    if (nowMs > this.#atMs) {
      this.#level = Math.min(this.#capacity, this.#level + ((nowMs - this.#atMs) * this.#capacity) / 60_000);
      this.#atMs = nowMs;
    }
    return this.#level;
  }

  /** Milliseconds until so much is in it; 0 where it is. What is more than it can hold has to fit a full bucket. */
  waitMs(amount: number, nowMs: number): number {
    const missing = Math.min(amount, this.#capacity) - this.level(nowMs);
    return missing <= 0 ? 0 : Math.ceil((missing * 60_000) / this.#capacity);
  }

  take(amount: number, nowMs: number): void {
    this.#level = this.level(nowMs) - amount;
  }

  give(amount: number, nowMs: number): void {
    this.#level = Math.min(this.#capacity, this.level(nowMs) + amount);
  }

  isFull(nowMs: number): boolean {
    return this.level(nowMs) >= this.#capacity;
  }
}
