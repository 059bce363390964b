/**
 * Anthropic's stream has one block open at a time, chat deltas may go back and forth between tool calls.
 * The first block that is not closed streams as it comes; later ones wait in line with what they have so far.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { ContentDelta, MessagesEvent } from '@plimsoll/contract/wire/messages';
import { formatSse } from '../../streams/sse.ts';
import { JsonObjectEnd } from './json-end.ts';

export interface TextPiece {
  readonly kind: 'text' | 'thinking';
}

export interface ToolPiece {
  readonly kind: 'tool_use';
  readonly id: string;
  /** Empty until the provider says it. */
  name: string;
}

interface QueuedBlock {
  readonly piece: TextPiece | ToolPiece;
  /** Arrived, not yet sent. */
  waiting: string;
  readonly end: JsonObjectEnd;
  opened: boolean;
}

/** Of text that waits for an earlier block to close. */
const maxWaitingCharacters = 16 * 1024 * 1024;
const maxBlocks = 4096;

export const formatEvent = (event: MessagesEvent): string => formatSse(event.type, JSON.stringify(event));

export class BlockQueue {
  /** Blocks not closed yet; only the first may be open. */
  readonly #blocks: QueuedBlock[] = [];
  #waitingCharacters = 0;
  #begun = 0;
  #closed = 0;

  /** Adds text or thinking to the last block if that is of this kind, else to a new one. @returns events to send. */
  addText(kind: TextPiece['kind'], text: string): string {
    const last = this.#blocks.at(-1);
    return this.#add(last?.piece.kind === kind ? last : this.#begin({ kind }), text);
  }

  /** Puts a new tool call in line. */
  beginTool(piece: ToolPiece): void {
    this.#begin(piece);
  }

  /** Adds to the arguments of a call, or nothing, after its name became known. @returns events to send. */
  addArguments(piece: ToolPiece, text: string): string {
    const block = this.#blocks.find((candidate) => candidate.piece === piece);
    if (block !== undefined) return this.#add(block, text);
    if (text.trim() === '') return '';
    throw new PlimsollError('provider_invalid_reply', 'It went on with the arguments of a tool call that was complete.');
  }

  /** Closes all, in order; nothing more comes. @returns events to send. */
  closeAll(): string {
    let events = '';
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      events += this.#send(block);
      if (!block.opened) throw new PlimsollError('provider_invalid_reply', 'It called a tool without saying which.');
      events += this.#close();
    }
    return events;
  }

  #begin(piece: QueuedBlock['piece']): QueuedBlock {
    this.#begun += 1;
    if (this.#begun > maxBlocks) throw new PlimsollError('provider_invalid_reply', `Its stream has more than ${maxBlocks} parts.`);
    const block = { piece, waiting: '', end: new JsonObjectEnd(), opened: false };
    this.#blocks.push(block);
    return block;
  }

  #add(block: QueuedBlock, text: string): string {
    if (block.piece.kind === 'tool_use') block.end.see(text);
    block.waiting += text;
    this.#waitingCharacters += text.length;
    const events = this.#advance();
    if (this.#waitingCharacters > maxWaitingCharacters) {
      throw new PlimsollError('provider_invalid_reply', 'Its stream leaves a tool call unfinished for too long.');
    }
    return events;
  }

  /** Sends what the first block has, and goes on to the next as long as the first is known to be whole. */
  #advance(): string {
    let events = '';
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      events += this.#send(block);
      const whole = block.piece.kind === 'tool_use' ? block.end.reached : true;
      if (!block.opened || !whole || this.#blocks.length === 1) break;
      events += this.#close();
    }
    return events;
  }

  /** Opens the first block if need be, and sends what waits in it. */
  #send(block: QueuedBlock): string {
    const { piece } = block;
    let events = '';
    if (!block.opened) {
      if (piece.kind === 'tool_use' && piece.name === '') return '';
      block.opened = true;
      events += formatEvent({ type: 'content_block_start', index: this.#closed, content_block: emptyBlock(piece) });
    }
    if (block.waiting === '') return events;
    events += formatEvent({ type: 'content_block_delta', index: this.#closed, delta: deltaOf(piece, block.waiting) });
    this.#waitingCharacters -= block.waiting.length;
    block.waiting = '';
    return events;
  }

  #close(): string {
    this.#blocks.shift();
    const event = formatEvent({ type: 'content_block_stop', index: this.#closed });
    this.#closed += 1;
    return event;
  }
}

const emptyBlock = (piece: QueuedBlock['piece']): Extract<MessagesEvent, { type: 'content_block_start' }>['content_block'] => {
  switch (piece.kind) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'tool_use':
      return { type: 'tool_use', id: piece.id, name: piece.name, input: {} };
  }
};

const deltaOf = (piece: QueuedBlock['piece'], text: string): ContentDelta => {
  switch (piece.kind) {
    case 'text':
      return { type: 'text_delta', text };
    case 'thinking':
      return { type: 'thinking_delta', thinking: text };
    case 'tool_use':
      return { type: 'input_json_delta', partial_json: text };
  }
};
