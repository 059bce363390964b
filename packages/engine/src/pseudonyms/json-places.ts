/**
 * Where the values of a JSON text stand in it, so that single strings can be replaced and all else keeps its bytes: unknown members, their
 * order, large integers, spacing.
 */

export interface Place {
  readonly kind: 'string' | 'object' | 'list' | 'other';
  readonly start: number;
  /** One past its last unit. */
  readonly end: number;
  /** An object's names, in step with its values. */
  readonly names: readonly Place[];
  /** Of an object or a list. */
  readonly values: readonly Place[];
}

const none: readonly Place[] = [];
const mostDepth = 128;
const quote = 0x22;
const backslash = 0x5c;

/** @returns null when the text is no JSON value, or one that is nested too deeply. Lenient: what it accepts need not be JSON in every detail. */
export const placesIn = (text: string): Place | null => {
  const reader = new PlaceReader(text);
  const place = reader.value(0);
  return place !== null && reader.atEnd() ? place : null;
};

/** The last member of that name, as JSON parsers have it. */
export const memberAt = (text: string, { names, values }: Place, name: string): Place | undefined => {
  for (let at = names.length - 1; at >= 0; at -= 1) {
    const { start, end } = names[at] ?? { start: 0, end: 0 };
    if (end - start - 2 === name.length && text.startsWith(name, start + 1)) return values[at];
  }
  return undefined;
};

/** The name as it is spelled; one that holds escapes is none that we look for. */
export const nameAt = (text: string, { start, end }: Place): string => text.slice(start + 1, end - 1);

/** @returns null for what is no string, or none that can be read. */
export const stringAt = (text: string, place: Place | undefined): string | null => {
  if (place?.kind !== 'string') return null;
  const inner = text.slice(place.start + 1, place.end - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(text.slice(place.start, place.end)));
  } catch {
    return null;
  }
};

export const numberAt = (text: string, place: Place | undefined): number | null => {
  if (place?.kind !== 'other') return null;
  const number = Number(text.slice(place.start, place.end));
  return Number.isFinite(number) ? number : null;
};

/** Replacements of places of one text, gathered and made at once. */
export class Edits {
  readonly #edits: { readonly place: Place; readonly json: string }[] = [];

  get count(): number {
    return this.#edits.length;
  }

  /** Nothing is replaced but this place, if anything. */
  onlyAt(place: Place): boolean {
    return this.#edits.every((edit) => edit.place === place);
  }

  /** @param json what shall stand there. Of several for the same place, the last counts. */
  replace(place: Place, json: string): void {
    this.#edits.push({ place, json });
  }

  appliedTo(text: string): string {
    let edited = '';
    let done = text.length;
    // From the end, so that the last replacement of a place, and an outer one made after its inner ones, comes first and hides the others.
    const order = this.#edits.map((_, index) => index).toSorted((a, b) => this.#end(b) - this.#end(a) || b - a);
    for (const index of order) {
      const edit = this.#edits[index];
      if (edit === undefined || edit.place.end > done) continue;
      edited = edit.json + text.slice(edit.place.end, done) + edited;
      done = edit.place.start;
    }
    return text.slice(0, done) + edited;
  }

  #end(index: number): number {
    return this.#edits[index]?.place.end ?? 0;
  }
}

class PlaceReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#space();
    return this.#at === this.#text.length;
  }

  value(depth: number): Place | null {
    switch (this.#space()) {
      case quote:
        return this.#string();
      case 0x7b:
        return depth === mostDepth ? null : this.#object(depth);
      case 0x5b:
        return depth === mostDepth ? null : this.#list(depth);
      default:
        return this.#other();
    }
  }

  /** @returns the first unit that is no space, not taken yet. */
  #space(): number {
    let unit = this.#text.charCodeAt(this.#at);
    while (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) {
      this.#at += 1;
      unit = this.#text.charCodeAt(this.#at);
    }
    return unit;
  }

  #string(): Place | null {
    const start = this.#at;
    for (let end = this.#text.indexOf('"', start + 1); end !== -1; end = this.#text.indexOf('"', end + 1)) {
      let slashes = 0;
      while (this.#text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
      if (slashes % 2 === 1) continue;
      this.#at = end + 1;
      return { kind: 'string', start, end: this.#at, names: none, values: none };
    }
    return null;
  }

  #object(depth: number): Place | null {
    const start = this.#at;
    const names: Place[] = [];
    const values: Place[] = [];
    this.#at += 1;
    if (this.#space() === 0x7d) return this.#closed('object', start, names, values);
    for (;;) {
      const name = this.#space() === quote ? this.#string() : null;
      if (name === null || this.#space() !== 0x3a) return null;
      this.#at += 1;
      const value = this.value(depth + 1);
      if (value === null) return null;
      names.push(name);
      values.push(value);
      const next = this.#space();
      if (next === 0x7d) return this.#closed('object', start, names, values);
      if (next !== 0x2c) return null;
      this.#at += 1;
    }
  }

  #list(depth: number): Place | null {
    const start = this.#at;
    const values: Place[] = [];
    this.#at += 1;
    if (this.#space() === 0x5d) return this.#closed('list', start, none, values);
    for (;;) {
      const value = this.value(depth + 1);
      if (value === null) return null;
      values.push(value);
      const next = this.#space();
      if (next === 0x5d) return this.#closed('list', start, none, values);
      if (next !== 0x2c) return null;
      this.#at += 1;
    }
  }

  #closed(kind: 'object' | 'list', start: number, names: readonly Place[], values: readonly Place[]): Place {
    this.#at += 1;
    return { kind, start, end: this.#at, names, values };
  }

  /** A number, true, false or null. */
  #other(): Place | null {
    const start = this.#at;
    let unit = this.#text.charCodeAt(this.#at);
    while (unit === 0x2b || unit === 0x2d || unit === 0x2e || (unit >= 0x30 && unit <= 0x39) || (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) {
      this.#at += 1;
      unit = this.#text.charCodeAt(this.#at);
    }
    return this.#at === start ? null : { kind: 'other', start, end: this.#at, names: none, values: none };
  }
}
