/**
 * Sums up the output that a meter sees: its size always, its text where asked and only so much of it.
 */
/** Choices that are told apart; OpenAI allows at most 128. */
const maxChoices = 128;

export class OutputTally {
  readonly #keepCharacters: number;
  readonly #texts = new Map<number, string>();
  #keptCharacters = 0;
  characters = 0;
  bytes = 0;

  /** @param keepCharacters how much of the text to keep, in UTF-16 units. */
  constructor(keepCharacters: number) {
    this.#keepCharacters = keepCharacters;
  }

  /** Counts output that is not text of the answer: reasoning, tool names, tool arguments. */
  count(piece: string): void {
    this.characters += piece.length;
    this.bytes += Buffer.byteLength(piece);
  }

  /** Counts text of the answer and keeps it. @param choice index of the choice it belongs to. */
  text(choice: number, piece: string): void {
    this.count(piece);
    if (this.#keptCharacters >= this.#keepCharacters) return;
    const kept = piece.slice(0, this.#keepCharacters - this.#keptCharacters);
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
