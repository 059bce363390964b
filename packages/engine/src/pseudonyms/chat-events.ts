/** Restores the events of OpenAI's stream. */
import { parseObject } from '@plimsoll/contract/wire/members';
import { formatSse, type SseEvent } from '../streams/sse.ts';
import { Channels, type Rest } from './channels.ts';
import { restoreDelta } from './chat-delta.ts';
import { withData, type EventRestorer, type RestoredEvent } from './event-restorer.ts';
import { Frame } from './frame.ts';
import { Edits, memberAt, nameAt, numberAt, placesIn, stringAt, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { restoreWithin } from './restore-within.ts';
import type { RestoringOptions } from './restored-reply.ts';
import type { Spelling } from './spelling.ts';

export class ChatEvents implements EventRestorer {
  readonly #lexicon: Lexicon;
  readonly #channels: Channels;
  readonly #content: Spelling;
  /** The last chunk: what was held back goes out in one like it. */
  #last = '';
  #frame: Frame | null = null;

  constructor(lexicon: Lexicon, { content }: RestoringOptions) {
    this.#lexicon = lexicon;
    this.#channels = new Channels(lexicon);
    this.#content = content;
  }

  event(event: SseEvent): RestoredEvent | null {
    const { data } = event;
    if (data === '') return null;
    if (data === '[DONE]') return given(this.end(), null);
    const piece = this.#frame?.pieceIn(data) ?? null;
    return this.#frame === null || piece === null ? this.#unlike(event) : this.#alike(event, this.#frame, piece);
  }

  end(): string {
    return this.#chunks(this.#channels.closeAll());
  }

  /** The event is like the one before but for a piece of the same text. */
  #alike(event: SseEvent, frame: Frame, piece: string): RestoredEvent | null {
    this.#last = event.data;
    const said = this.#channels.push(frame.speaker, piece);
    return said === piece ? null : { before: '', changed: withData(event, frame.saying(event.data, said)) };
  }

  #unlike(event: SseEvent): RestoredEvent | null {
    const { data } = event;
    this.#frame = null;
    const root = placesIn(data);
    if (root === null) return null;
    const edits = new Edits();
    let before = '';
    const failed = memberAt(data, root, 'error') !== undefined;
    this.#channels.begin();
    for (const [index, value] of root.values.entries()) {
      const name = root.names[index];
      if (name === undefined || nameAt(data, name) !== 'choices') {
        restoreWithin(this.#lexicon, data, value, edits);
        continue;
      }
      if (value.values.length > 0) this.#last = data;
      const [only] = value.values;
      for (const [position, choice] of value.values.entries()) before += this.#choice(data, choice, position, failed, edits);
      if (only !== undefined && value.values.length === 1 && !isLast(data, only, failed)) this.#keepFrame(data, root, only, edits);
    }
    if (failed) before += this.end();
    return given(before, edits.count === 0 ? null : withData(event, edits.appliedTo(data)));
  }

  /** @returns chunks with what the choice held back, if it is at its end. */
  #choice(data: string, choice: Place, position: number, failed: boolean, edits: Edits): string {
    const owner = numberAt(data, memberAt(data, choice, 'index')) ?? position;
    const logprobs = memberAt(data, choice, 'logprobs');
    const delta = memberAt(data, choice, 'delta');
    const counted = edits.count;
    for (const value of choice.values) {
      if (value !== logprobs && value !== delta) restoreWithin(this.#lexicon, data, value, edits);
    }
    if (delta !== undefined) {
      restoreDelta({ lexicon: this.#lexicon, channels: this.#channels, content: this.#content, data, edits, owner }, delta);
    }
    const rests = isLast(data, choice, failed) ? this.#added(this.#channels.close(owner), edits) : [];
    // They are those of the text as it was.
    if (edits.count > counted && logprobs !== undefined && logprobs.kind !== 'other') edits.replace(logprobs, 'null');
    return this.#chunks(rests);
  }

  /** Where a text was told in the choice's last chunk itself, what it held back is added there. @returns the others. */
  #added(rests: readonly Rest[], edits: Edits): Rest[] {
    return rests.filter(({ owner, name, text }) => {
      const spoken = this.#channels.spoken.findLast(({ speaker }) => speaker.owner === owner && speaker.name === name);
      if (spoken !== undefined) edits.replace(spoken.place, JSON.stringify(spoken.said + text));
      return spoken === undefined;
    });
  }

  #keepFrame(data: string, root: Place, choice: Place, edits: Edits): void {
    const [spoken, other] = this.#channels.spoken;
    const logprobs = memberAt(data, choice, 'logprobs');
    if (spoken === undefined || other !== undefined || (logprobs !== undefined && logprobs.kind !== 'other')) return;
    const padding = memberAt(data, root, 'obfuscation');
    if (edits.onlyAt(spoken.place)) this.#frame = new Frame(this.#lexicon, spoken.speaker, data, spoken.place, padding);
  }

  #chunks(rests: readonly Rest[]): string {
    if (rests.length === 0) return '';
    const { id, object, created, model } = parseObject(this.#last) ?? {};
    return rests
      .map(({ owner, said }) =>
        formatSse(null, JSON.stringify({ id, object, created, model, choices: [{ index: owner, delta: said, finish_reason: null }] })),
      )
      .join('');
  }
}

/** Nothing of the choice comes after this chunk. */
const isLast = (data: string, choice: Place, failed: boolean): boolean =>
  failed || stringAt(data, memberAt(data, choice, 'finish_reason')) !== null;

const given = (before: string, changed: string | null): RestoredEvent | null =>
  before === '' && changed === null ? null : { before, changed };
