/**
 * How much batch work a process does at a time, whatever the number of batches, and that live calls come first:
 * while more of them are under way than `yieldAbove`, no item begins. Items under way are not stopped.
 */
export interface SlotsOptions {
  readonly concurrent: () => number;
  readonly yieldAbove: () => number;
  /** Live calls under way. */
  readonly liveCalls: () => number;
}

/** Live calls come and go in milliseconds, and nobody tells when: it is looked at so often. */
const lookMs = 20;

export class Slots {
  readonly #options: SlotsOptions;
  #busy = 0;
  #waiting: (() => void)[] = [];

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  get busy(): number {
    return this.#busy;
  }

  /**
   * @param over asked again and again while it waits.
   * @returns what gives the slot back; null once `over` says that the wait is in vain.
   */
  async take(over: () => boolean): Promise<(() => void) | null> {
    while (!over()) {
      if (this.#busy < this.#options.concurrent() && this.#options.liveCalls() <= this.#options.yieldAbove()) {
        this.#busy++;
        return () => this.#giveBack();
      }
      await this.#change();
    }
    return null;
  }

  #giveBack(): void {
    this.#busy--;
    this.#waiting.shift()?.();
  }

  /** Resolves when a slot is given back, or when it is time to look. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        const place = this.#waiting.indexOf(done);
        if (place !== -1) this.#waiting.splice(place, 1);
        resolve();
      };
      const timer = setTimeout(done, lookMs);
      this.#waiting.push(done);
    });
  }
}
