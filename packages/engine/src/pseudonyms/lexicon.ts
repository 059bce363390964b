/**
 * All pseudonyms of an exchange as one automaton over their symbols (Aho and Corasick): whatever was read, its state is the longest end of
 * it that begins a known pseudonym. So one look at each symbol is enough, and what must be held back is known at every moment.
 */
import { symbolsIn } from './symbols.ts';

/** What stands for what. */
export interface Known {
  /** The pseudonym as a model is given it. */
  readonly written: string;
  /** What it stands for. */
  readonly value: string;
}

/** States are numbers; 0 is the root: nothing begun. */
export class Lexicon {
  readonly #symbols: number[] = [0];
  readonly #firstChild: number[] = [0];
  readonly #nextSibling: number[] = [0];
  readonly #depths: number[] = [0];
  readonly #known: (Known | null)[] = [null];
  readonly #failures: number[] = [0];
  /** Children of the root by symbol: most symbols of an answer are looked up here and nowhere else. */
  readonly #roots = new Int32Array(128);
  /** Units that a pseudonym may begin with, in either case. */
  readonly #openers = new Uint8Array(128);
  /** Inside a JSON string the same, and what says more than it is: a backslash, and the quote that ends it. */
  readonly #jsonOpeners = new Uint8Array(128);
  #linked = true;
  /** Symbols of the shortest pseudonym: a text with fewer characters holds none. */
  shortest = Number.POSITIVE_INFINITY;

  constructor() {
    this.#jsonOpeners[0x22] = 1;
    this.#jsonOpeners[0x5c] = 1;
  }

  get isEmpty(): boolean {
    return this.#symbols.length === 1;
  }

  /**
   * @param without a beginning that models tend to drop; the pseudonym is known with it and without.
   * @returns false, and takes nothing, when the pseudonym is another's or one would be the beginning of the other.
   */
  add(known: Known, without = ''): boolean {
    const whole = symbolsIn(known.written);
    const forms = without === '' ? [whole] : [whole, symbolsIn(known.written.slice(without.length))];
    if (forms.some((form) => this.#clashes(form))) return false;
    for (const form of forms) this.#insert(form, known);
    this.#linked = false;
    return true;
  }

  /**
   * Where in a text a pseudonym may begin, at the earliest; the text's length where none does. Most texts end here.
   * @param inJson the text is inside a JSON string: where that ends, or an escape begins, is found too.
   */
  opening(text: string, from: number, inJson = false): number {
    const openers = inJson ? this.#jsonOpeners : this.#openers;
    let at = from;
    while (at < text.length && openers[text.charCodeAt(at)] !== 1) at += 1;
    return at;
  }

  /** The state after one more symbol. */
  step(state: number, symbol: number): number {
    if (!this.#linked) this.#link();
    for (let from = state; from !== 0; from = this.#failures[from] ?? 0) {
      const child = this.#child(from, symbol);
      if (child !== 0) return child;
    }
    return this.#roots[symbol] ?? 0;
  }

  /** Symbols of the pseudonym begun in this state. */
  depth(state: number): number {
    return this.#depths[state] ?? 0;
  }

  /** The pseudonym that is whole in this state. */
  at(state: number): Known | null {
    return this.#known[state] ?? null;
  }

  /** Symbols that continue a pseudonym from here or from any shorter beginning that this state ends with. */
  continuations(state: number): number[] {
    const found = new Set<number>();
    for (let from = state; ; from = this.#failures[from] ?? 0) {
      for (let child = this.#firstChild[from] ?? 0; child !== 0; child = this.#nextSibling[child] ?? 0) found.add(this.#symbols[child] ?? 0);
      if (from === 0) return [...found];
    }
  }

  #child(state: number, symbol: number): number {
    let child = this.#firstChild[state] ?? 0;
    while (child !== 0 && this.#symbols[child] !== symbol) child = this.#nextSibling[child] ?? 0;
    return child;
  }

  #clashes(form: string): boolean {
    let state = 0;
    for (let at = 0; at < form.length; at += 1) {
      const child = this.#child(state, form.charCodeAt(at));
      if (child === 0) return false;
      if (this.at(child) !== null) return true;
      state = child;
    }
    return true;
  }

  #insert(form: string, known: Known): void {
    let state = 0;
    for (let at = 0; at < form.length; at += 1) {
      const symbol = form.charCodeAt(at);
      const child = this.#child(state, symbol);
      state = child === 0 ? this.#grow(state, symbol) : child;
    }
    this.#known[state] = known;
    this.shortest = Math.min(this.shortest, form.length);
  }

  #grow(state: number, symbol: number): number {
    const child = this.#symbols.length;
    this.#symbols.push(symbol);
    this.#firstChild.push(0);
    this.#nextSibling.push(this.#firstChild[state] ?? 0);
    this.#firstChild[state] = child;
    this.#depths.push(this.depth(state) + 1);
    this.#known.push(null);
    this.#failures.push(0);
    if (state === 0) {
      this.#roots[symbol] = child;
      for (const unit of [symbol, String.fromCharCode(symbol).toUpperCase().charCodeAt(0)]) {
        this.#openers[unit] = 1;
        this.#jsonOpeners[unit] = 1;
      }
    }
    return child;
  }

  /** Finds for each state the next shorter end of it that is a state too; breadth first, because each builds on a shorter one. */
  #link(): void {
    this.#linked = true;
    const queue = [0];
    for (const state of queue) {
      for (let child = this.#firstChild[state] ?? 0; child !== 0; child = this.#nextSibling[child] ?? 0) {
        this.#failures[child] = state === 0 ? 0 : this.step(this.#failures[state] ?? 0, this.#symbols[child] ?? 0);
        queue.push(child);
      }
    }
  }
}
