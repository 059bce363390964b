/**
 * What all events of one text have in common. A stream's events differ, as a rule, in one string alone; the rest of the next one is then
 * known by comparing bytes, without taking it apart.
 */
import type { Speaker } from './channels.ts';
import type { Place } from './json-places.ts';

export class Frame {
  readonly speaker: Speaker;
  readonly #before: string;
  readonly #after: string;

  /** @param data of an event in which `place` holds a piece of the speaker's text and nothing else is to be restored. */
  constructor(speaker: Speaker, data: string, place: Place) {
    this.speaker = speaker;
    this.#before = data.slice(0, place.start + 1);
    this.#after = data.slice(place.end - 1);
  }

  /** @returns what another event says in that place; null when it differs in anything else. */
  pieceIn(data: string): string | null {
    const end = data.length - this.#after.length;
    const begin = this.#before.length;
    // Slices are compared by words, `startsWith` character by character: a third of the time.
    if (end < begin || data.slice(0, begin) !== this.#before || data.slice(end) !== this.#after) return null;
    const piece = data.slice(begin, end);
    if (piece.includes('"')) return null;
    if (!piece.includes('\\')) return piece;
    try {
      return String(JSON.parse(`"${piece}"`));
    } catch {
      return null;
    }
  }

  /** The event's data, saying something else. */
  saying(said: string): string {
    return `${this.#before}${JSON.stringify(said).slice(1, -1)}${this.#after}`;
  }
}
