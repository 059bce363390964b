/**
 * Puts the thinking blocks of a stream together, because a caller can send them back only whole and with their signature.
 */
import type { JsonObject } from '@plimsoll/contract/json';

/** No model thinks that long; beyond it the blocks are dropped, the reasoning itself has long been passed on. */
const maxCharacters = 2 * 1024 * 1024;

interface OpenBlock {
  readonly type: 'thinking';
  thinking: string;
  signature: string;
}

export class ThinkingKeeper {
  readonly #whole: JsonObject[] = [];
  readonly #open = new Map<number, OpenBlock>();
  #characters = 0;

  open(index: number, thinking: string): void {
    this.#open.set(index, { type: 'thinking', thinking: '', signature: '' });
    this.append(index, thinking);
  }

  append(index: number, thinking: string): void {
    const block = this.#open.get(index);
    if (block !== undefined && this.#hasRoom(thinking)) block.thinking += thinking;
  }

  sign(index: number, signature: string): void {
    const block = this.#open.get(index);
    if (block !== undefined && this.#hasRoom(signature)) block.signature += signature;
  }

  /** @returns all blocks so far when this was a thinking block and nothing was dropped, else null. */
  close(index: number): readonly JsonObject[] | null {
    const block = this.#open.get(index);
    if (block === undefined) return null;
    this.#open.delete(index);
    return this.#add({ ...block });
  }

  /** A block that comes whole, in its first event. @returns as `close`. */
  redacted(data: string): readonly JsonObject[] | null {
    return this.#hasRoom(data) ? this.#add({ type: 'redacted_thinking', data }) : null;
  }

  #add(block: JsonObject): readonly JsonObject[] | null {
    this.#whole.push(block);
    return this.#characters <= maxCharacters ? [...this.#whole] : null;
  }

  #hasRoom(text: string): boolean {
    this.#characters += text.length;
    return this.#characters <= maxCharacters;
  }
}
