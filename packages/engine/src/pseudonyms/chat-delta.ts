/**
 * One delta of OpenAI's stream: finds the texts in it that go on from chunk to chunk, under the names that providers give them, and lets
 * each go through its channel.
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import type { Channels } from './channels.ts';
import { memberAt, nameAt, numberAt, stringAt, type Edits, type Place } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { restoreWithin } from './restore-within.ts';
import type { Spelling } from './spelling.ts';

/** Where the delta stands, and what is to be made of it. */
export interface DeltaContext {
  readonly lexicon: Lexicon;
  readonly channels: Channels;
  readonly content: Spelling;
  readonly data: string;
  readonly edits: Edits;
  /** Index of its choice. */
  readonly owner: number;
}

/**
 * What is said later of a text that was held back is made of our own words: one cut out of a chunk would keep all of the chunk in memory
 * for as long as its channel is open.
 */
const ownWord = (words: readonly string[], word: string | null): string => words.find((own) => own === word) ?? words[0] ?? '';
const textMembers = ['refusal', 'reasoning', 'reasoning_content'];
const partTypes = ['text', 'thinking', 'reasoning.text', 'reasoning.summary'];

export const restoreDelta = (context: DeltaContext, { names, values }: Place): void => {
  for (const [index, value] of values.entries()) {
    const name = names[index];
    if (name !== undefined) restoreMember(context, nameAt(context.data, name), value);
  }
};

const restoreMember = (context: DeltaContext, name: string, value: Place): void => {
  const { data } = context;
  switch (name) {
    case 'role':
      break;
    case 'content':
      if (value.kind === 'list') restoreParts(context, 'content', value);
      else say(context, 'content', value, context.content, (content) => ({ content }));
      break;
    case 'refusal':
    case 'reasoning':
    case 'reasoning_content': {
      const own = ownWord(textMembers, name);
      say(context, own, value, 'text', (text) => ({ [own]: text }));
      break;
    }
    case 'reasoning_details':
      restoreParts(context, 'reasoning_details', value);
      break;
    case 'tool_calls':
      for (const [position, call] of value.values.entries()) restoreToolCall(context, call, position);
      break;
    case 'function_call':
      restoreFunction(context, 'function', value, (called) => ({ function_call: called }));
      break;
    case 'audio':
      say(context, 'audio', memberAt(data, value, 'transcript'), 'text', (transcript) => ({ audio: { transcript } }));
      break;
    default:
      restoreWithin(context.lexicon, data, value, context.edits);
  }
};

const restoreToolCall = (context: DeltaContext, call: Place, position: number): void => {
  const { data } = context;
  const index = numberAt(data, memberAt(data, call, 'index')) ?? position;
  const wrap = (said: JsonObject): Json => ({ tool_calls: [{ index, ...said }] });
  const called = memberAt(data, call, 'function');
  if (called !== undefined) restoreFunction(context, `call ${index}`, called, (named) => wrap({ function: named }));
  const custom = memberAt(data, call, 'custom');
  if (custom === undefined) return;
  say(context, `custom ${index}`, memberAt(data, custom, 'input'), 'text', (input) => wrap({ custom: { input } }));
};

const restoreFunction = (context: DeltaContext, name: string, called: Place, wrap: (called: JsonObject) => Json): void =>
  say(context, name, memberAt(context.data, called, 'arguments'), 'json', (text) => wrap({ arguments: text }));

/** Text in parts, which go on from chunk to chunk without a number: Mistral's and OpenRouter's reasoning. */
const restoreParts = (context: DeltaContext, name: string, list: Place): void => {
  const { data } = context;
  for (const part of list.values) {
    const type = ownWord(partTypes, stringAt(data, memberAt(data, part, 'type')));
    say(context, `${name} text`, memberAt(data, part, 'text'), 'text', (text) => ({ [name]: [{ type, text }] }));
    for (const inner of memberAt(data, part, 'thinking')?.values ?? []) {
      const wrap = (text: string): Json => ({ [name]: [{ type, thinking: [{ type: 'text', text }] }] });
      say(context, `${name} thinking`, memberAt(data, inner, 'text'), 'text', wrap);
    }
  }
};

const say = (
  { channels, owner, data, edits }: DeltaContext,
  name: string,
  place: Place | undefined,
  spelling: Spelling,
  wrap: (text: string) => Json,
): void => channels.say({ owner, name, spelling, wrap }, data, place, edits);
