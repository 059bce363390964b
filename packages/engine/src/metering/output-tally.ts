/**
 * Sums up the output that a meter sees: its size always, its text where asked and only so much of it.
 */
import { maxKeptCharacters } from './stream-meter.ts';

/** Choices that are told apart; OpenAI allows at most 128. */
const maxChoices = 128;

export class OutputTally {
  readonly #keepText: boolean;
  readonly #texts = new Map<number, string>();
  #keptCharacters = 0;
  characters = 0;
  bytes = 0;

  constructor(keepText: boolean) {
    this.#keepText = keepText;
  }

  /** Counts output that is not text of the answer: reasoning, tool names, tool arguments. */
  count(piece: string): void {
    this.characters += piece.length;
    this.bytes += Buffer.byteLength(piece);
  }

  /** Counts text of the answer and keeps it. @param choice index of the choice it belongs to. */
  text(choice: number, piece: string): void {
    this.count(piece);
    if (!this.#keepText || this.#keptCharacters >= maxKeptCharacters) return;
    const kept = piece.slice(0, maxKeptCharacters - this.#keptCharacters);
    const before = this.#texts.get(choice);
    if (before === undefined && this.#texts.size >= maxChoices) return;
    this.#texts.set(choice, (before ?? '') + kept);
    this.#keptCharacters += kept.length;
  }

  /** The text of all choices, a blank line between them. */
  get keptText(): string {
    return [...this.#texts.values()].join('\n\n');
  }
}
