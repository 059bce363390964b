/**
 * Tells the tool calls of a chat stream apart. OpenAI numbers them and names each once; compatible servers leave the
 * number out, give every call the number 0, or repeat the name with each piece.
 */
import type { JsonObject } from '@plimsoll/contract/json';
import { numberIn, objectIn, stringIn } from '@plimsoll/contract/wire/members';
import type { ToolPiece } from './block-queue.ts';

export interface ToolCallDelta {
  readonly call: ToolPiece;
  /** This delta began it. */
  readonly begun: boolean;
  readonly arguments: string;
}

export class ToolCallTracker {
  readonly #idPrefix: string;
  /** The latest call of each number. */
  readonly #byIndex = new Map<number, { readonly call: ToolPiece; readonly givenId: string | null }>();
  #lastIndex = 0;
  #count = 0;

  /** @param idPrefix begins the ids of calls that the provider gave none. */
  constructor(idPrefix: string) {
    this.#idPrefix = idPrefix;
  }

  get count(): number {
    return this.#count;
  }

  read(delta: JsonObject): ToolCallDelta {
    const called = objectIn(delta.function);
    const id = nonEmpty(stringIn(delta.id));
    const name = nonEmpty(stringIn(called?.name));
    const index = numberIn(delta.index) ?? this.#indexOf(id);
    const known = this.#byIndex.get(index);
    const other = known !== undefined && id !== null && known.givenId !== null && id !== known.givenId && name !== null;
    this.#lastIndex = index;
    const text = argumentsText(called);
    if (known !== undefined && !other) {
      if (known.call.name === '' && name !== null) known.call.name = name;
      return { call: known.call, begun: false, arguments: text };
    }
    const call: ToolPiece = { kind: 'tool_use', id: id ?? `${this.#idPrefix}${this.#count}`, name: name ?? '' };
    this.#byIndex.set(index, { call, givenId: id });
    this.#count += 1;
    return { call, begun: true, arguments: text };
  }

  /** Without a number an id that is new begins a call, and anything else goes on with the last one. */
  #indexOf(id: string | null): number {
    if (id === null) return this.#lastIndex;
    for (const [index, { givenId }] of this.#byIndex) if (givenId === id) return index;
    return Math.max(-1, ...this.#byIndex.keys()) + 1;
  }
}

const nonEmpty = (text: string | null): string | null => (text === '' ? null : text);

/** Some local servers send the arguments as an object instead of its text. */
const argumentsText = (called: JsonObject | null): string => {
  const given = called?.arguments;
  if (typeof given === 'string') return given;
  return objectIn(given) === null ? '' : JSON.stringify(given);
};
