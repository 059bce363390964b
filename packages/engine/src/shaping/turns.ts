/** A conversation as turns: what a user said and all that came of it, tool calls and their results included. Nobody may be cut off from the other half. */
import type { JsonObject } from '@plimsoll/contract/json';
import { objectsIn } from '@plimsoll/contract/wire/members';

export interface Conversation {
  /** Places of instructions, which are never cut. */
  readonly pinned: ReadonlySet<number>;
  /** Places of each turn's messages, the oldest turn first. */
  readonly turns: readonly (readonly number[])[];
  /** Place of what the user said last; -1 where no user said anything. */
  readonly lastUser: number;
}

/** @param messages of a Chat Completions or Messages request */
export const conversationOf = (messages: readonly JsonObject[]): Conversation => {
  const pinned = new Set<number>();
  const turns: number[][] = [];
  let lastUser = -1;
  messages.forEach((message, place) => {
    if (message.role === 'system' || message.role === 'developer') {
      pinned.add(place);
      return;
    }
    const begins = message.role === 'user' && !holdsToolResult(message);
    if (begins) lastUser = place;
    const turn = turns.at(-1);
    if (begins || turn === undefined) turns.push([place]);
    else turn.push(place);
  });
  return { pinned, turns, lastUser };
};

/** In the Messages protocol a tool's result comes as a user's message. */
const holdsToolResult = ({ content }: JsonObject): boolean => objectsIn(content).some(({ type }) => type === 'tool_result');
