/**
 * Puts values back in the place of pseudonyms in a text that comes in pieces. It gives out all it is given at once, but for the end of it
 * that may still become a pseudonym: never more than a live beginning of a known one, spelled as the model spelled it. What it gives out,
 * put together, does not depend on where the text was cut.
 */
import type { Known, Lexicon } from './lexicon.ts';
import { isHexDigit, lacking, mayBecome, readEntity, readEscape, unfinished, type Spelled, type Spelling } from './spelling.ts';
import { breaker, mostJoints, symbolOf } from './symbols.ts';

const quote = 0x22;
const backslash = 0x5c;
const ampersand = 0x26;
/** V8 keeps the whole of a long string alive for a slice of this many units, so what is held is copied. */
const sliceUnits = 13;
/** Places kept while reading; more than the symbols of any pseudonym. */
const mostPlaces = 4096;

export class Restorer {
  readonly #lexicon: Lexicon;
  readonly #json: boolean;
  readonly #found: ((known: Known, start: number, end: number) => void) | null;
  /** Not given out yet: from the first unit of what may become a pseudonym. */
  #held = '';
  /** Units of `#held` that were read. Fewer than all where it ends in an unfinished escape. */
  #read = 0;
  #state = 0;
  /** Joints since the last symbol. */
  #joints = 0;
  /** Where in `#held` each symbol of what was begun stands; its last `depth(state)` entries count. */
  #places: number[] = [];
  /** JSON: inside a string. Outside nothing is read, so a value is never put where a number or a bare word stands. */
  #inString = false;
  /** JSON: hex digits that belong to an escape already given out. */
  #skip = 0;

  /** @param found told of each pseudonym; its places count from the last piece's first unit, or from what was held before it. */
  constructor(lexicon: Lexicon, spelling: Spelling = 'text', found: ((known: Known, start: number, end: number) => void) | null = null) {
    this.#lexicon = lexicon;
    this.#json = spelling === 'json';
    this.#found = found;
  }

  /** What was pushed and not given out yet. */
  get held(): string {
    return this.#held;
  }

  /** @returns what can be said so far; the piece itself where nothing in it changed and nothing was held. */
  push(piece: string): string {
    const text = this.#held === '' ? piece : this.#held + piece;
    const lexicon = this.#lexicon;
    let state = this.#state;
    let restored = '';
    let done = 0;
    let at = this.#read;
    while (at < text.length) {
      if (state === 0 && this.#skip === 0) {
        at = this.#json && !this.#inString ? nextQuote(text, at) : lexicon.opening(text, at, this.#json);
        if (at === text.length) break;
      }
      let unit = text.charCodeAt(at);
      let width = 1;
      if (this.#json) {
        if (this.#skip > 0) {
          this.#skip = isHexDigit(unit) ? this.#skip - 1 : 0;
          if (isHexDigit(unit)) {
            at += 1;
            continue;
          }
        }
        if (unit === quote) {
          this.#inString = !this.#inString;
          state = 0;
          at += 1;
          continue;
        }
      }
      if (this.#isEscape(unit, state)) {
        const spelled = this.#spelled(text, at);
        if (spelled === unfinished) {
          if (this.#mayContinue(text.slice(at), state)) break;
          this.#skip = lacking(text.slice(at));
          state = 0;
          at = text.length;
          continue;
        }
        ({ unit, width } = spelled);
      }
      const symbol = symbolOf(unit);
      if (symbol > 0) {
        state = this.#step(state, symbol, at);
        const known = state === 0 ? null : lexicon.at(state);
        if (known !== null) {
          const start = this.#start(state);
          restored += text.slice(done, start) + this.#write(known.value);
          done = at + width;
          state = 0;
          this.#found?.(known, start, done);
        }
      } else if (state !== 0 && (symbol === breaker || ++this.#joints > mostJoints)) {
        state = 0;
      }
      at += width;
    }
    const live = state === 0 ? at : this.#start(state);
    if (live === text.length && text === piece && done === 0) {
      this.#state = 0;
      return piece;
    }
    return this.#settle(piece, text, state, live, at, done === 0 ? text.slice(0, live) : restored + text.slice(done, live));
  }

  /** Nothing more comes. @returns what was held: it has not become a pseudonym. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    this.#read = 0;
    this.#state = 0;
    this.#inString = false;
    this.#skip = 0;
    return rest;
  }

  #isEscape(unit: number, state: number): boolean {
    return this.#json ? unit === backslash : unit === ampersand && state !== 0;
  }

  #spelled(text: string, at: number): Spelled {
    return this.#json ? readEscape(text, at) : readEntity(text, at);
  }

  /** Entities are read only where they may continue. */
  #mayContinue(escape: string, state: number): boolean {
    return !this.#json || mayBecome(escape, this.#lexicon.continuations(state), state !== 0);
  }

  #step(state: number, symbol: number, at: number): number {
    const next = this.#lexicon.step(state, symbol);
    if (next !== 0) {
      if (state === 0) this.#places = [];
      else if (this.#places.length === mostPlaces) this.#places = this.#places.slice(-this.#lexicon.depth(state));
      this.#places.push(at);
      this.#joints = 0;
    }
    return next;
  }

  /** Where what was begun in this state begins. */
  #start(state: number): number {
    return this.#places[this.#places.length - this.#lexicon.depth(state)] ?? 0;
  }

  #write(value: string): string {
    return this.#json ? JSON.stringify(value).slice(1, -1) : value;
  }

  #settle(piece: string, text: string, state: number, live: number, at: number, restored: string): string {
    const wasHolding = this.#held !== '';
    const held = text.slice(live);
    this.#held = held.length < sliceUnits ? held : Buffer.from(held, 'utf16le').toString('utf16le');
    this.#read = at - live;
    this.#state = state;
    if (state !== 0) {
      this.#places = this.#places.slice(-this.#lexicon.depth(state)).map((place) => place - live);
    }
    return !wasHolding && held === '' && restored === piece ? piece : restored;
  }
}

const nextQuote = (text: string, from: number): number => {
  const at = text.indexOf('"', from);
  return at === -1 ? text.length : at;
};

/** A text that is whole. */
export const restoredText = (lexicon: Lexicon, text: string, spelling: Spelling = 'text'): string => {
  if (text.length < lexicon.shortest || (spelling === 'text' && lexicon.opening(text, 0) === text.length)) return text;
  const restorer = new Restorer(lexicon, spelling);
  return restorer.push(text) + restorer.end();
};
