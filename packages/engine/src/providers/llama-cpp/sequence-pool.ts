/**
 * Lends out the sequences that share a batch: whoever holds one generates alongside the others, the rest wait in order.
 */
import type { LlamaContextSequence } from 'node-llama-cpp';

export class SequencePool {
  readonly #free: LlamaContextSequence[];
  readonly #waiting: ((sequence: LlamaContextSequence) => void)[] = [];

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#free = [...sequences];
  }

  /** Runs `work` with a sequence whose context is empty. */
  async use<Result>(work: (sequence: LlamaContextSequence) => Promise<Result>): Promise<Result> {
    const sequence = this.#free.pop() ?? (await new Promise<LlamaContextSequence>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(sequence);
    } finally {
      // Nothing of one caller's text stays for the next.
      await sequence.clearHistory();
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(sequence);
      else next(sequence);
    }
  }
}
