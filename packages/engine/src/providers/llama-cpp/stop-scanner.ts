/**
 * Finds stop texts in an answer as it is produced, across the borders of tokens. What may be the beginning of a stop
 * is held back until it is known; a stop and all after it never leave.
 */
export interface Scanned {
  /** Text that may be given out. */
  readonly text: string;
  /** A stop was found: the answer is over. */
  readonly stopped: boolean;
}

export class StopScanner {
  readonly #stops: readonly string[];
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  push(text: string): Scanned {
    this.#held += text;
    const found = this.#stops.map((stop) => this.#held.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) {
      const out = this.#held.slice(0, Math.min(...found));
      this.#held = '';
      return { text: out, stopped: true };
    }
    const keep = Math.max(0, ...this.#stops.map((stop) => this.#endThatBegins(stop)));
    const out = this.#held.slice(0, this.#held.length - keep);
    this.#held = this.#held.slice(this.#held.length - keep);
    return { text: out, stopped: false };
  }

  /** What was held back, when the answer ends without a stop. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** Length of the longest end of the held text that is a beginning of `stop`. */
  #endThatBegins(stop: string): number {
    for (let length = Math.min(stop.length - 1, this.#held.length); length > 0; length -= 1) {
      if (this.#held.endsWith(stop.slice(0, length))) return length;
    }
    return 0;
  }
}
