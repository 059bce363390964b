/** Collects a text piece by piece, with the place in the original that each unit came from. */
import type { OffsetMap } from '../view.ts';

export class OffsetBuilder {
  readonly #pieces: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** All units of `piece` stand for the original from `start` to before `end`. */
  add(piece: string, start: number, end: number): void {
    this.#pieces.push(piece);
    for (let unit = 0; unit < piece.length; unit++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  text(): string {
    return this.#pieces.join('');
  }

  map(): OffsetMap {
    return { starts: Uint32Array.from(this.#starts), ends: Uint32Array.from(this.#ends) };
  }
}
