/** Restores the events of Anthropic's stream. */
import { formatSse, type SseEvent } from '../streams/sse.ts';
import { Channels, type Rest, type Speaker } from './channels.ts';
import { withData, type EventRestorer, type RestoredEvent } from './event-restorer.ts';
import { Frame } from './frame.ts';
import { Edits, memberAt, nameAt, numberAt, placesIn, stringAt, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { restoreWithin } from './restore-within.ts';
import type { RestoringOptions } from './restored-reply.ts';
import type { Spelling } from './spelling.ts';

interface DeltaForm {
  readonly member: string;
  /** Of the delta that it comes in. */
  readonly type: string;
}

/** Members that go on from event to event. */
const deltaForms: ReadonlyMap<string, DeltaForm> = new Map(
  [
    { member: 'text', type: 'text_delta' },
    { member: 'thinking', type: 'thinking_delta' },
    { member: 'partial_json', type: 'input_json_delta' },
  ].map((form) => [form.member, form]),
);

export class MessagesEvents implements EventRestorer {
  readonly #lexicon: Lexicon;
  readonly #content: Spelling;
  readonly #channels: Channels;
  #frame: Frame | null = null;

  constructor(lexicon: Lexicon, { content }: RestoringOptions) {
    this.#lexicon = lexicon;
    this.#content = content;
    this.#channels = new Channels(lexicon);
  }

  event(event: SseEvent): RestoredEvent | null {
    const piece = this.#frame?.pieceIn(event.data) ?? null;
    return this.#frame === null || piece === null ? this.#unlike(event) : this.#alike(event, this.#frame, piece);
  }

  end(): string {
    return deltas(this.#channels.closeAll());
  }

  /** The event is like the one before but for a piece of the same text. */
  #alike(event: SseEvent, frame: Frame, piece: string): RestoredEvent | null {
    const said = this.#channels.push(frame.speaker, piece);
    return said === piece ? null : { before: '', changed: withData(event, frame.saying(event.data, said)) };
  }

  #unlike(event: SseEvent): RestoredEvent | null {
    const { data } = event;
    this.#frame = null;
    const root = data === '' ? null : placesIn(data);
    if (root === null) return null;
    const edits = new Edits();
    this.#channels.begin();
    let before = '';
    const index = numberAt(data, memberAt(data, root, 'index')) ?? 0;
    switch (stringAt(data, memberAt(data, root, 'type'))) {
      case 'content_block_start':
        this.#block(data, memberAt(data, root, 'content_block'), index, edits);
        break;
      case 'content_block_delta':
        this.#block(data, memberAt(data, root, 'delta'), index, edits);
        this.#keepFrame(data, edits);
        break;
      case 'content_block_stop':
        before = deltas(this.#channels.close(index));
        break;
      case 'ping':
        break;
      case 'message_delta':
      case 'message_stop':
      case 'error':
        before = this.end();
        restoreWithin(this.#lexicon, data, root, edits);
        break;
      default:
        restoreWithin(this.#lexicon, data, root, edits);
    }
    if (before === '' && edits.count === 0) return null;
    return { before, changed: edits.count === 0 ? null : withData(event, edits.appliedTo(data)) };
  }

  #block(data: string, block: Place | undefined, index: number, edits: Edits): void {
    if (block === undefined) return;
    for (const [at, value] of block.values.entries()) {
      const name = block.names[at];
      const form = name === undefined ? undefined : deltaForms.get(nameAt(data, name));
      if (form !== undefined && value.kind === 'string') this.#channels.say(this.#speaker(index, form), data, value, edits);
      else restoreWithin(this.#lexicon, data, value, edits);
    }
  }

  #speaker(owner: number, { member, type }: DeltaForm): Speaker {
    const spelling = member === 'partial_json' ? 'json' : member === 'text' ? this.#content : 'text';
    return { owner, name: member, spelling, wrap: (text) => ({ type, [member]: text }) };
  }

  #keepFrame(data: string, edits: Edits): void {
    const [spoken, other] = this.#channels.spoken;
    if (spoken !== undefined && other === undefined && edits.onlyAt(spoken.place)) {
      this.#frame = new Frame(this.#lexicon, spoken.speaker, data, spoken.place);
    }
  }
}

const deltas = (rests: readonly Rest[]): string =>
  rests
    .map(({ owner, said }) =>
      formatSse('content_block_delta', JSON.stringify({ type: 'content_block_delta', index: owner, delta: said })),
    )
    .join('');
