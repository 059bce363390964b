/**
 * What all events of one text have in common. A stream's events differ, as a rule, in one string alone; the rest of the next one is then
 * known by comparing bytes, without taking it apart. OpenAI adds a second string of random letters, which is nobody's text.
 */
import type { Speaker } from './channels.ts';
import type { Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';

const backslash = 0x5c;

export class Frame {
  readonly speaker: Speaker;
  readonly #lexicon: Lexicon;
  readonly #before: string;
  /** From the piece's closing quote to the padding, or to the end. */
  readonly #after: string;
  /** What follows the padding; null where there is none. */
  readonly #last: string | null;
  /** Where the last piece ended. */
  #end = 0;

  /**
   * @param data of an event in which `place` holds a piece of the speaker's text and nothing else is to be restored.
   * @param padding a string after it that may be any.
   */
  constructor(lexicon: Lexicon, speaker: Speaker, data: string, place: Place, padding?: Place) {
    const padded = padding?.kind === 'string' && padding.start >= place.end ? padding : null;
    this.#lexicon = lexicon;
    this.speaker = speaker;
    this.#before = data.slice(0, place.start + 1);
    this.#after = data.slice(place.end - 1, padded === null ? data.length : padded.start + 1);
    this.#last = padded === null ? null : data.slice(padded.end - 1);
  }

  /** @returns what another event says in that place; null when it differs in anything else, or has to be looked at closely. */
  pieceIn(data: string): string | null {
    const begin = this.#before.length;
    // Slices are compared by words, `startsWith` goes character by character and takes three times as long.
    if (data.slice(0, begin) !== this.#before) return null;
    const end = data.indexOf('"', begin);
    if (end === -1 || data.charCodeAt(end - 1) === backslash || !this.#follows(data, end)) return null;
    this.#end = end;
    const piece = data.slice(begin, end);
    if (!piece.includes('\\')) return piece;
    try {
      return String(JSON.parse(`"${piece}"`));
    } catch {
      return null;
    }
  }

  /** The event whose piece was read last, saying something else. */
  saying(data: string, said: string): string {
    return `${this.#before}${JSON.stringify(said).slice(1, -1)}${data.slice(this.#end)}`;
  }

  #follows(data: string, end: number): boolean {
    if (this.#last === null) return data.slice(end) === this.#after;
    const from = end + this.#after.length;
    if (data.slice(end, from) !== this.#after) return false;
    // A quote, an escape, or what a pseudonym may begin with: whichever comes first.
    const to = this.#lexicon.opening(data, from, true);
    return data.slice(to) === this.#last;
  }
}
