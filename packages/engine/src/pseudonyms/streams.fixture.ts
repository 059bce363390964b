/**
 * For tests: streams of both protocols in which a model writes pseudonyms, in several choices and tool calls at once, cut anywhere; and a
 * reader that puts each text together again.
 */
import * as fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { listIn, numberIn, objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import { SseSplitter } from '../streams/sse.ts';
import { escapedAt, texts, type Exchange, type Written } from './exchange.fixture.ts';

/** Each text of an answer under a name that says whose it is. */
export type Answer = ReadonlyMap<string, string>;

interface Told {
  readonly owner: number;
  readonly kind: 'content' | 'thinking' | 'call';
  readonly call: number;
  readonly text: Written;
  /** Where a call's arguments are spelled by escapes. */
  readonly escapes: readonly number[];
}

export interface Streamed {
  readonly bytes: Buffer;
  /** What the caller must read. Arguments of calls as the value that they parse to. */
  readonly expected: ReadonlyMap<string, Json>;
}

const nameOf = ({ owner, kind, call }: Told): string => `${owner} ${kind} ${call}`;
const sentBy = ({ kind, text, escapes }: Told): string => (kind === 'call' ? escapedAt(JSON.stringify({ a: text.text, n: 1 }), escapes) : text.text);
const expectedOf = ({ kind, text }: Told): Json => (kind === 'call' ? { a: text.expected, n: 1 } : text.expected);

const told = (exchange: Exchange, parts: number): fc.Arbitrary<Told> =>
  fc.constantFrom('content', 'content', 'thinking', 'call').chain((kind: Told['kind']) =>
    fc.record({
      owner: fc.nat(2),
      kind: fc.constant(kind),
      call: kind === 'call' ? fc.nat(1) : fc.constant(0),
      text: texts(exchange, parts, kind === 'call' ? 'json' : 'text'),
      escapes: fc.array(fc.nat(16), { maxLength: 2 }),
    }),
  );

/** Pieces of all texts, each text's in order, in a random order among one another. A surrogate pair may be cut in two. */
const pieces = (all: readonly Told[], tape: readonly number[]): { readonly one: Told; readonly piece: string; readonly first: boolean }[] => {
  let read = 0;
  const next = (below: number): number => (tape[read++ % tape.length] ?? 0) % below;
  const rests = all.map((one) => ({ one, rest: sentBy(one), first: true }));
  const said: { one: Told; piece: string; first: boolean }[] = [];
  for (;;) {
    const open = rests.filter(({ rest, first }) => first || rest !== '');
    const pick = open[open.length === 0 ? 0 : next(open.length)];
    if (pick === undefined) return said;
    const length = 1 + next(20);
    said.push({ one: pick.one, piece: pick.rest.slice(0, length), first: pick.first });
    pick.rest = pick.rest.slice(length);
    pick.first = false;
  }
};

const eventText = (event: string | null, value: Json, ascii: boolean): string => {
  const json = JSON.stringify(value);
  const data = ascii ? json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
  return `${event === null ? '' : `event: ${event}\n`}data: ${data}\n\n`;
};

const chatDelta = ({ kind, call }: Told, piece: string, first: boolean): Json => {
  if (kind === 'content') return { content: piece };
  if (kind === 'thinking') return { reasoning_content: piece };
  const named = first ? { id: `call_${call}`, type: 'function' } : {};
  return { tool_calls: [{ index: call, ...named, function: { ...(first ? { name: 'f' } : {}), arguments: piece } }] };
};

const chatBytes = (all: readonly Told[], tape: readonly number[], ascii: boolean): Buffer => {
  let chunks = 0;
  // As OpenAI does: letters that mean nothing and differ in length.
  const padding = (): object => (ascii ? { obfuscation: ['k', 'qa', '', 'x"'][chunks++ % 4] } : {});
  const chunk = (index: number, delta: Json, finish: string | null): string =>
    eventText(null, { id: 'c', choices: [{ index, delta, finish_reason: finish }], ...padding() }, ascii);
  const owners = [...new Set(all.map(({ owner }) => owner))];
  const said = pieces(all, tape).map(({ one, piece, first }) => chunk(one.owner, chatDelta(one, piece, first), null));
  const ends = owners.map((owner) => chunk(owner, {}, 'stop'));
  return Buffer.from(`${said.join('')}${ends.join('')}data: [DONE]\n\n`);
};

/** Blocks may interleave: the protocol numbers them, though Anthropic sends one after the other. */
const messagesBytes = (all: readonly Told[], tape: readonly number[], ascii: boolean): Buffer => {
  const blockOf = (one: Told): number => all.indexOf(one);
  const said = pieces(all, tape).map(({ one, piece, first }) => {
    const [block, delta]: [Json, Json] =
      one.kind === 'content'
        ? [{ type: 'text', text: '' }, { type: 'text_delta', text: piece }]
        : one.kind === 'thinking'
          ? [{ type: 'thinking', thinking: '' }, { type: 'thinking_delta', thinking: piece }]
          : [{ type: 'tool_use', id: 't', name: 'f', input: {} }, { type: 'input_json_delta', partial_json: piece }];
    const index = blockOf(one);
    const start = first ? eventText('content_block_start', { type: 'content_block_start', index, content_block: block }, ascii) : '';
    return start + eventText('content_block_delta', { type: 'content_block_delta', index, delta }, ascii);
  });
  const ends = all.map((one) => eventText('content_block_stop', { type: 'content_block_stop', index: blockOf(one) }, ascii));
  const last = eventText('message_delta', { type: 'message_delta', delta: { stop_reason: 'end_turn' } }, ascii);
  return Buffer.from(`${said.join('')}${ends.join('')}${last}${eventText('message_stop', { type: 'message_stop' }, ascii)}`);
};

const streams = (
  exchange: Exchange,
  size: { readonly texts: number; readonly parts: number },
  bytesOf: typeof chatBytes,
  nameIn: (one: Told, all: readonly Told[]) => string,
): fc.Arbitrary<Streamed> =>
  fc
    .record({
      all: fc.uniqueArray(told(exchange, size.parts), { minLength: 1, maxLength: size.texts, selector: nameOf }),
      tape: fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }),
      ascii: fc.boolean(),
    })
    .map(({ all, tape, ascii }) => ({
      bytes: bytesOf(all, tape, ascii),
      expected: new Map(all.map((one): [string, Json] => [nameIn(one, all), expectedOf(one)])),
    }));

export const chatStreams = (exchange: Exchange, size: { readonly texts: number; readonly parts: number }): fc.Arbitrary<Streamed> =>
  streams(exchange, size, chatBytes, nameOf);

export const messagesStreams = (exchange: Exchange, size: { readonly texts: number; readonly parts: number }): fc.Arbitrary<Streamed> =>
  streams(exchange, size, messagesBytes, (one, all) => `${all.indexOf(one)} ${one.kind} 0`);

/** What each text of a stream is, put together; and that nothing of a choice or block comes after its end. */
export const textsOf = (stream: Buffer): Map<string, string> => {
  const read = new Map<string, string>();
  const ended = new Set<number>();
  const add = (owner: number, kind: string, call: number, piece: string | null): void => {
    if (piece === null) return;
    if (ended.has(owner)) throw new Error(`said after the end of ${owner}: ${piece}`);
    read.set(`${owner} ${kind} ${call}`, (read.get(`${owner} ${kind} ${call}`) ?? '') + piece);
  };
  for (const { data } of new SseSplitter().push(stream)) {
    const seen: unknown = data === '' || data === '[DONE]' ? null : JSON.parse(data);
    if (!isJsonObject(seen)) continue;
    for (const choice of objectsIn(seen.choices)) readChoice(choice, add, ended);
    readBlock(seen, add, ended);
  }
  return read;
};

type Add = (owner: number, kind: string, call: number, piece: string | null) => void;

const readChoice = (choice: JsonObject, add: Add, ended: Set<number>): void => {
  const owner = numberIn(choice.index) ?? 0;
  const delta = objectIn(choice.delta);
  add(owner, 'content', 0, stringIn(delta?.content));
  add(owner, 'thinking', 0, stringIn(delta?.reasoning_content));
  for (const call of listIn(delta?.tool_calls)) {
    const called = objectIn(call);
    add(owner, 'call', numberIn(called?.index) ?? 0, stringIn(objectIn(called?.function)?.arguments));
  }
  if (choice.finish_reason !== null) ended.add(owner);
};

const readBlock = (seen: JsonObject, add: Add, ended: Set<number>): void => {
  const owner = numberIn(seen.index) ?? 0;
  const delta = objectIn(seen.delta);
  add(owner, 'content', 0, stringIn(delta?.text));
  add(owner, 'thinking', 0, stringIn(delta?.thinking));
  add(owner, 'call', 0, stringIn(delta?.partial_json));
  if (seen.type === 'content_block_stop') ended.add(owner);
};
