/**
 * Makes a request fit its route's token limit: repeated context first, then the oldest turns, then the middle of long context that is left.
 * Instructions and the last turns stay; a tool's call and its result go together; and what is left is a conversation that providers take.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { Shaping } from '@plimsoll/contract/call-record';
import { objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import { estimatePromptTokens, estimateTokens } from '../metering/count-tokens.ts';
import { promptTokensAtMost } from '../spend/worst-case.ts';
import { withoutDuplicates } from './duplicates.ts';
import { mapTexts, textsIn } from './map-texts.ts';
import { conversationOf } from './turns.ts';

export interface ShapeRule {
  /** Instructions, history, context and tools together; null for no limit. */
  readonly maxInputTokens: number | null;
  /** The current one included. */
  readonly keepLastTurns: number;
  readonly dropDuplicates: boolean;
  /** Cuts nothing, and records what would have been cut. */
  readonly observes: boolean;
}

export interface Shaped {
  readonly messages: readonly JsonObject[];
  readonly what: Omit<Shaping, 'observed'>;
}

/**
 * @returns null where nothing is to be cut
 * @throws PlimsollError `context_too_long` where instructions and the last turns alone are more than the limit
 */
export const shape = async (operation: Operation, body: JsonObject, bytes: Buffer, rule: ShapeRule): Promise<Shaped | null> => {
  if (operation === 'embeddings') return null;
  const { maxInputTokens, keepLastTurns, dropDuplicates } = rule;
  // Most requests are so short that nobody has to count.
  const mayBeTooLong = maxInputTokens !== null && promptTokensAtMost(operation, body, bytes) > maxInputTokens;
  if (!mayBeTooLong && !dropDuplicates) return null;

  const original = objectsIn(body.messages);
  const conversation = conversationOf(original);
  const instructions = [...systemTexts(body), ...original.filter((_message, place) => conversation.pinned.has(place)).flatMap(({ content }) => textsOf(content))];
  const deduplicated = dropDuplicates ? withoutDuplicates(original, conversation, instructions) : { messages: original, duplicates: 0 };
  if (!mayBeTooLong) {
    if (deduplicated.duplicates === 0) return null;
    const [before, after] = await Promise.all([original, deduplicated.messages].map((messages) => estimatePromptTokens(operation, { ...body, messages })));
    return { messages: deduplicated.messages, what: { turns: 0, trimmed: 0, duplicates: deduplicated.duplicates, tokensBefore: before ?? 0, tokensAfter: after ?? 0 } };
  }

  const around = await estimatePromptTokens(operation, { ...body, messages: [] });
  const originalCosts = await costOf(operation, original);
  const before = around + sum(originalCosts);
  let { duplicates } = deduplicated;
  const costs = duplicates === 0 ? originalCosts : await costOf(operation, deduplicated.messages);
  let total = around + sum(costs);
  if (total <= maxInputTokens && duplicates === 0) return null;

  // Oldest turns first. What a later turn's note calls "above" may go with them, so then the notes are made anew for what stays.
  const gone = new Set<number>();
  let turns = 0;
  for (const turn of conversation.turns.slice(0, Math.max(0, conversation.turns.length - keepLastTurns))) {
    if (total <= maxInputTokens) break;
    for (const place of turn) {
      gone.add(place);
      total -= costs[place] ?? 0;
    }
    turns += 1;
  }
  const staying = original.filter((_message, place) => !gone.has(place));
  const again = dropDuplicates ? withoutDuplicates(staying, conversationOf(staying), instructions) : { messages: staying, duplicates: 0 };
  duplicates = again.duplicates;
  total = around + sum(await costOf(operation, again.messages));

  const trimmed = total <= maxInputTokens ? { messages: again.messages, count: 0, saved: 0 } : await trim(again.messages, total - maxInputTokens);
  total -= trimmed.saved;
  if (total > maxInputTokens) {
    throw new PlimsollError('context_too_long', `Its instructions and last turns are about ${total} tokens; "${stringIn(body.model) ?? ''}" takes ${maxInputTokens}.`);
  }
  return { messages: trimmed.messages, what: { turns, trimmed: trimmed.count, duplicates, tokensBefore: before, tokensAfter: total } };
};

/** Of each message. Counting a long conversation takes a while, and others want to be served meanwhile. */
const costOf = async (operation: Operation, messages: readonly JsonObject[]): Promise<readonly number[]> => {
  const costs: number[] = [];
  let startedMs = performance.now();
  for (const message of messages) {
    costs.push(await estimatePromptTokens(operation, { messages: [message] }));
    if (performance.now() - startedMs < longestTurnMs) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    startedMs = performance.now();
  }
  return costs;
};

const longestTurnMs = 5;

/** A text that is cut keeps at least so many tokens. */
const leastKept = 200;
/** The note in the middle. */
const noteTokens = 16;

/** Cuts the longest texts that tools gave or users brought in earlier turns, in their middle: most context says what it is about first and what follows from it last. */
const trim = async (messages: readonly JsonObject[], excess: number): Promise<{ readonly messages: readonly JsonObject[]; readonly count: number; readonly saved: number }> => {
  const { lastUser } = conversationOf(messages);
  const texts = messages.flatMap((message, place) => (place === lastUser ? [] : textsIn(message)));
  const counted = await Promise.all([...new Set(texts)].map(async (text) => ({ text, tokens: await estimateTokens(text) })));
  const cuts = new Map<string, string>();
  let saved = 0;
  for (const { text, tokens } of counted.toSorted((a, b) => b.tokens - a.tokens)) {
    if (saved >= excess || tokens <= leastKept + noteTokens) break;
    const kept = Math.max(leastKept, tokens - (excess - saved) - 2 * noteTokens);
    const cut = withoutMiddle(text, kept / tokens, tokens - kept);
    const gain = tokens - (await estimateTokens(cut));
    if (gain <= 0) continue;
    cuts.set(text, cut);
    // The same text may stand in several places.
    saved += gain * texts.filter((other) => other === text).length;
  }
  let count = 0;
  const left = messages.map((message, place) =>
    place === lastUser
      ? message
      : mapTexts(message, (text) => {
          const cut = cuts.get(text);
          if (cut !== undefined) count += 1;
          return cut ?? text;
        }),
  );
  return { messages: left, count, saved };
};

const keptAtTheStart = 0.6;

const withoutMiddle = (text: string, share: number, tokens: number): string => {
  const head = betweenWords(text, Math.floor(text.length * share * keptAtTheStart), -1);
  const tail = betweenWords(text, text.length - Math.floor(text.length * share * (1 - keptAtTheStart)), 1);
  return `${text.slice(0, head)}\n[about ${tokens} tokens left out]\n${text.slice(tail)}`;
};

/** A key, an address or a card cut in two is known by neither half to those who look for it. */
const longestWord = 256;

/** Where a word ends or begins, towards what is left out; where none does, within a word. */
const betweenWords = (text: string, at: number, towards: 1 | -1): number => {
  // What is left out grows: backwards from its beginning, forwards from its end.
  for (let moved = 0; moved <= longestWord; moved += 1) {
    const place = at + moved * towards;
    if (place <= 0 || place >= text.length) break;
    if (/\s/.test(text.charAt(towards < 0 ? place : place - 1))) return place;
  }
  return whole(text, at);
};

/** Not between the halves of a character. */
const whole = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
};

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const systemTexts = ({ system }: JsonObject): readonly string[] => textsOf(system);

const textsOf = (content: JsonObject[string] | undefined): readonly string[] => (typeof content === 'string' ? [content] : objectsIn(content).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])));
