/**
 * The texts that a stream tells side by side: of each choice its content, its reasoning and each tool call's arguments; of each block its
 * text. Each has a restorer of its own. A provider that opens more of them than any model does gets no memory for the rest: what they
 * say is then restored piece by piece.
 */
import type { Json } from '@plimsoll/contract/json';
import { stringAt, type Edits, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { Restorer, restoredText } from './restorer.ts';
import type { Spelling } from './spelling.ts';

/** 128 choices with a text and some tool calls each. */
const mostChannels = 1024;

/** Which text it is that an event tells a piece of. */
export interface Speaker {
  /** The choice or block that it belongs to. */
  readonly owner: number;
  /** Tells it from the owner's other texts. Made by us, so that it is short. */
  readonly name: string;
  readonly spelling: Spelling;
  /** Makes what an event says of a text that was held back. */
  readonly wrap: (text: string) => Json;
}

interface Channel extends Speaker {
  readonly restorer: Restorer;
}

/** What was held back by a text that has come to its end. */
export interface Rest {
  readonly owner: number;
  readonly name: string;
  readonly text: string;
  readonly said: Json;
}

/** What an event said: where, and what it says now. */
interface Spoken {
  readonly speaker: Speaker;
  readonly place: Place;
  readonly said: string;
}

export class Channels {
  readonly #lexicon: Lexicon;
  readonly #open = new Map<number, Map<string, Channel>>();
  #count = 0;
  #spoken: Spoken[] = [];

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** What the present event said. */
  get spoken(): readonly Spoken[] {
    return this.#spoken;
  }

  /** Another event. */
  begin(): void {
    if (this.#spoken.length > 0) this.#spoken = [];
  }

  /** An event's string is one more piece of a text. */
  say(speaker: Speaker, data: string, place: Place | undefined, edits: Edits): void {
    const piece = stringAt(data, place);
    if (place === undefined || piece === null) return;
    const said = this.push(speaker, piece);
    if (said !== piece) edits.replace(place, JSON.stringify(said));
    this.#spoken.push({ speaker, place, said });
  }

  /** @returns what can be said so far; the piece itself where nothing changed. */
  push(speaker: Speaker, piece: string): string {
    const channel = this.#open.get(speaker.owner)?.get(speaker.name) ?? this.#begun(speaker);
    return channel === null ? restoredText(this.#lexicon, piece, speaker.spelling) : channel.restorer.push(piece);
  }

  /** Ends the texts of an owner. */
  close(owner: number): Rest[] {
    const rests: Rest[] = [];
    const channels = this.#open.get(owner);
    if (channels === undefined) return rests;
    this.#open.delete(owner);
    this.#count -= channels.size;
    for (const { name, restorer, wrap } of channels.values()) {
      const text = restorer.end();
      if (text !== '') rests.push({ owner, name, text, said: wrap(text) });
    }
    return rests;
  }

  closeAll(): Rest[] {
    return [...this.#open.keys()].flatMap((owner) => this.close(owner));
  }

  #begun(speaker: Speaker): Channel | null {
    if (this.#count === mostChannels) return null;
    this.#count += 1;
    const channel = { ...speaker, restorer: new Restorer(this.#lexicon, speaker.spelling) };
    const channels = this.#open.get(speaker.owner);
    if (channels === undefined) this.#open.set(speaker.owner, new Map([[speaker.name, channel]]));
    else channels.set(speaker.name, channel);
    return channel;
  }
}
