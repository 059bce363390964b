/**
 * Turns tokens into text one after another. A character may be spread over several tokens: its bytes are kept
 * until it is whole, so that a stream never shows half a character.
 */
import type { LlamaModel, Token } from 'node-llama-cpp';

/** Tokens before the new ones that decide how they are written (a space between words, for one). */
const lookBack = 8;
/** A character has at most 4 bytes; what is still broken after twice as many tokens stays broken. */
const mostPending = 8;
const broken = '\uFFFD';

export class TokenText {
  readonly #model: LlamaModel;
  #before: Token[];
  #pending: Token[] = [];

  constructor(model: LlamaModel, prompt: readonly Token[]) {
    this.#model = model;
    this.#before = prompt.slice(-lookBack);
  }

  /** The text that this token completes; empty while a character is incomplete. */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#before);
    return text.endsWith(broken) && this.#pending.length < mostPending ? '' : this.#settle(text);
  }

  /** Another text stands for this token: what was incomplete before it, then that. */
  replace(token: Token, text: string): string {
    const before = this.end();
    this.#pending.push(token);
    this.#settle('');
    return before + text;
  }

  /** What is left at the end of the answer. */
  end(): string {
    return this.#pending.length === 0 ? '' : this.#settle(this.#model.detokenize(this.#pending, false, this.#before));
  }

  /** The text a token would have here by itself. */
  textOf(token: Token): string {
    return this.#model.detokenize([token], false, this.#before);
  }

  #settle(text: string): string {
    this.#before = [...this.#before, ...this.#pending].slice(-lookBack);
    this.#pending = [];
    return text;
  }
}
