/**
 * Writes results to the store while items run: those that finish during one write go into the next together.
 * An item counts as done when its result is stored, so a crash repeats only items that were under way.
 */
import type { ItemResult } from '../store/batches/results.ts';
import type { WorkState } from '../store/batches/work.ts';

export interface ResultWriterOptions {
  /** undefined when another works on the batch by now. */
  readonly write: (results: readonly ItemResult[]) => Promise<WorkState | undefined>;
  /** Told the batch's state after each write; null when it was lost. */
  readonly onState: (state: WorkState | null) => void;
  readonly log: (message: string) => void;
}

const mostAtOnce = 200;
const retryMs = 1_000;

export class ResultWriter {
  readonly #options: ResultWriterOptions;
  #waiting: { readonly result: ItemResult; readonly stored: () => void }[] = [];
  #writing = false;
  #lost = false;

  constructor(options: ResultWriterOptions) {
    this.#options = options;
  }

  /** Resolves when the result is stored, or nobody wants it any more. */
  add(result: ItemResult): Promise<void> {
    if (this.#lost) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ result, stored: resolve });
      void this.#write();
    });
  }

  /** The batch is another's: what waits is let go. */
  lose(): void {
    this.#lost = true;
    for (const { stored } of this.#waiting.splice(0)) stored();
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, mostAtOnce);
        const state = await this.#tryOnce(batch.map(({ result }) => result));
        if (state === 'failed') {
          await new Promise((resolve) => setTimeout(resolve, retryMs));
          continue;
        }
        this.#waiting = this.#waiting.slice(batch.length);
        for (const { stored } of batch) stored();
        this.#options.onState(state ?? null);
      }
    } finally {
      this.#writing = false;
    }
  }

  async #tryOnce(results: readonly ItemResult[]): Promise<WorkState | undefined | 'failed'> {
    try {
      return await this.#options.write(results);
    } catch (error) {
      this.#options.log(`batches: results could not be stored, it is tried again: ${error instanceof Error ? error.message : String(error)}`);
      return 'failed';
    }
  }
}
