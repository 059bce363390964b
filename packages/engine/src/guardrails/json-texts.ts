/**
 * Every text of a request that a model will be shown, where it stands in the JSON: messages, system prompt, tool definitions and results, the
 * arguments of calls, metadata, and whatever a provider may add tomorrow. Words of the protocol are left alone where they are such. Texts are
 * replaced in place, so that numbers, members that come twice and unknown ones stay as they were sent.
 */
import { Edits, memberAt, nameAt, placesIn, stringAt, type Place } from '../pseudonyms/json-places.ts';

/** Members whose values are words of the protocol. Where something else stands there, it is a text like any other. */
const formal: ReadonlySet<string> = new Set([
  'role', 'type', 'model', 'media_type', 'mime_type', 'format', 'detail', 'service_tier', 'reasoning_effort', 'effort', 'encoding_format', 'file_id', 'previous_response_id', 'tool_choice', '$ref', '$id', '$schema', 'required', 'name',
]);
/** Not even looked at: what the provider signed or sealed has to come back as it was; a regular expression is code. */
const sealed: ReadonlySet<string> = new Set(['signature', 'encrypted_content', 'pattern']);
const longestFormal = 100;
const plainWord = /^[\w./:+-]*$/;

/** Parts that hold what cannot be looked into, unless they hold text after all. */
const unreadableTypes: ReadonlySet<string> = new Set(['image', 'image_url', 'input_image', 'input_audio', 'audio', 'video', 'file', 'input_file', 'document', 'container_upload']);
const readableSources: ReadonlySet<string> = new Set(['text', 'content']);
/** What is encoded says nothing as a text. */
const encoded = /^\s*data:|^[A-Za-z0-9+/=_-]{100,}$/;

/** Members below which every member is the caller's own, whatever its name. */
type Below = 'protocol' | 'schema' | 'data';

/** What a text costs beside its characters, so that many empty ones are not free. */
const besideText = 16;

export interface Allowance {
  /** Characters that may still be looked at. */
  left: number;
  /** @throws when they are spent. */
  readonly spent: () => never;
}

interface Slot {
  readonly place: Place;
  readonly text: string;
  /** A text that is JSON itself: its own texts, instead of it. */
  readonly inner: JsonTexts | null;
}

export class JsonTexts {
  /** In the order in which they stand. */
  readonly texts: string[];
  /** Parts that cannot be looked into. */
  unreadable = 0;
  /** The request as it came. */
  readonly json: string;
  readonly #allowance: Allowance;
  readonly #slots: Slot[] = [];

  private constructor(json: string, allowance: Allowance, texts: string[]) {
    this.json = json;
    this.#allowance = allowance;
    this.texts = texts;
  }

  /** @throws Error when the request is no JSON that can be taken apart; `allowance.spent` when there is too much of it. */
  static of(json: string, allowance: Allowance): JsonTexts {
    const made = new JsonTexts(json, allowance, []);
    const root = placesIn(json);
    if (root === null) throw new Error('The request cannot be taken apart.');
    made.#walk(root, '', 'protocol', null, false);
    return made;
  }

  /** @param texts as many, in the same order @returns the JSON with them; itself where none has changed */
  with(texts: readonly string[]): string {
    if (texts.length !== this.texts.length) throw new Error('The texts are not those of this request.');
    let at = 0;
    return this.#written(() => texts[at++] ?? '');
  }

  #written(next: () => string): string {
    const edits = new Edits();
    for (const { place, text, inner } of this.#slots) {
      const written = inner === null ? next() : inner.#written(next);
      if (written !== text) edits.replace(place, JSON.stringify(written));
    }
    return edits.count === 0 ? this.json : edits.appliedTo(this.json);
  }

  #walk(place: Place, name: string, below: Below, parent: Place | null, opaque: boolean): void {
    switch (place.kind) {
      case 'string':
        return this.#string(place, name, below, parent, opaque);
      case 'list':
        // Texts that the caller has taken apart into tokens.
        if (name === 'input' && below === 'protocol' && place.values.some(({ kind }) => kind === 'other' || kind === 'list')) this.unreadable += 1;
        for (const value of place.values) this.#walk(value, name, below, place, opaque);
        return;
      case 'object':
        return this.#object(place, name, below, opaque);
      default:
    }
  }

  #object(place: Place, name: string, below: Below, opaque: boolean): void {
    const type = below === 'protocol' ? (stringAt(this.json, memberAt(this.json, place, 'type')) ?? '') : '';
    const hides = unreadableTypes.has(type) && !this.#holdsText(place);
    if (hides && !opaque) this.unreadable += 1;
    // The members of `properties` are named by the caller.
    const named = below === 'schema' && (name === 'properties' || name === '$defs' || name === 'definitions');
    for (const [index, value] of place.values.entries()) {
      const member = place.names[index];
      const own = member === undefined ? '' : nameAt(this.json, member);
      if (type === 'redacted_thinking' && own === 'data') continue;
      this.#walk(value, named ? '' : own, named ? below : belowOf(own, value, below), place, opaque || hides);
    }
  }

  /** A document whose source is text is one. */
  #holdsText(place: Place): boolean {
    const source = memberAt(this.json, place, 'source');
    return source?.kind === 'object' && readableSources.has(stringAt(this.json, memberAt(this.json, source, 'type')) ?? '');
  }

  #string(place: Place, name: string, below: Below, parent: Place | null, opaque: boolean): void {
    if (below !== 'data' && sealed.has(name)) return;
    const text = stringAt(this.json, place);
    if (text === null) throw new Error('A text of the request cannot be read.');
    if (below !== 'data' && formal.has(name) && text.length <= longestFormal && plainWord.test(text) && !(name === 'name' && this.#speaks(parent))) return;
    if (opaque && encoded.test(text)) return;
    const inner = below === 'protocol' && name === 'arguments' ? this.#inner(text) : null;
    if (inner === null) this.#take(text);
    this.#slots.push({ place, text, inner });
  }

  /** The name of a function has to be found again; the name of somebody who speaks is a person's. */
  #speaks(parent: Place | null): boolean {
    return parent?.kind === 'object' && memberAt(this.json, parent, 'role') !== undefined;
  }

  /** JSON within a string: its texts are looked at as they are meant, not as they are escaped. */
  #inner(text: string): JsonTexts | null {
    const root = placesIn(text);
    if (root === null || root.kind === 'other') return null;
    const inner = new JsonTexts(text, this.#allowance, this.texts);
    inner.#walk(root, '', 'data', null, false);
    return inner;
  }

  #take(text: string): void {
    this.#allowance.left -= text.length + besideText;
    if (this.#allowance.left < 0) this.#allowance.spent();
    this.texts.push(text);
  }
}

const belowOf = (name: string, value: Place, below: Below): Below => {
  if (below !== 'protocol') return below;
  if (name === 'metadata' || (name === 'input' && value.kind === 'object')) return 'data';
  return name === 'parameters' || name === 'input_schema' || name === 'schema' ? 'schema' : below;
};
