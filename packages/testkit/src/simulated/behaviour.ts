/**
 * What a simulated model does with a request: how fast it answers, with what, and how it fails.
 * One vocabulary for the simulated server and the in-process simulated provider; set as defaults and overridden per request.
 */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { isJsonList, parseJson } from './json-values.ts';

/** Where in a reply a fault strikes: before its headers, in the middle of its body, or after that many events of a stream. */
export type Place = 'before-headers' | 'mid-body' | number;

export interface SimulatedToolCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

export interface Behaviour {
  /** From the request to the first byte of the reply. */
  readonly latencyMs: number;
  /** Pace of a stream, and what a whole reply waits for; 0 is as fast as the reader reads. */
  readonly tokensPerSecond: number;
  /** Length of the answer when `text` is null. A token is a word with the space before it. */
  readonly tokens: number;
  readonly text: string | null;
  readonly thinking: string | null;
  /** Called in parallel, after the text; the text is left out unless set. */
  readonly toolCalls: readonly SimulatedToolCall[];
  /** Whether the reply says how many tokens it took. */
  readonly usage: boolean;
  /** Stands in for the whole usage member, however odd. */
  readonly rawUsage: Json;
  /** Any status but 200 answers with the protocol's own error. */
  readonly status: number;
  /** Value of the `retry-after` header. */
  readonly retryAfter: string | null;
  /** Answers with an HTML page, as a captive portal or a wrong path would, whatever the status. */
  readonly html: boolean;
  /** Answers with JSON that stops in the middle, though the reply is whole. */
  readonly malformed: boolean;
  /** Goes silent there, for `ms` or, when null, for good. */
  readonly stall: { readonly at: Place; readonly ms: number | null } | null;
  /** Destroys the connection there. */
  readonly drop: Place | null;
  /** Sends byte by byte with this pause between them; null sends whole pieces. */
  readonly dripMs: number | null;
  /** Pads the reply with this many bytes that mean nothing. */
  readonly paddingBytes: number;
}

export const defaultBehaviour: Behaviour = {
  latencyMs: 0,
  tokensPerSecond: 0,
  tokens: 16,
  text: null,
  thinking: null,
  toolCalls: [],
  usage: true,
  rawUsage: null,
  status: 200,
  retryAfter: null,
  html: false,
  malformed: false,
  stall: null,
  drop: null,
  dripMs: null,
  paddingBytes: 0,
};

const numberUpTo = (most: number) => (value: Json): boolean => typeof value === 'number' && value >= 0 && value <= most;
const isFlag = (value: Json): boolean => typeof value === 'boolean';
const isTextOrNull = (value: Json): boolean => value === null || typeof value === 'string';
const isPlace = (value: Json | undefined): boolean =>
  value === 'before-headers' || value === 'mid-body' || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
const isToolCall = (value: Json): boolean => isJsonObject(value) && typeof value.name === 'string' && isJsonObject(value.arguments);

const checks: { readonly [Member in keyof Behaviour]: (value: Json) => boolean } = {
  latencyMs: numberUpTo(3_600_000),
  tokensPerSecond: numberUpTo(1_000_000),
  tokens: numberUpTo(10_000_000),
  text: isTextOrNull,
  thinking: isTextOrNull,
  toolCalls: (value) => isJsonList(value) && value.every(isToolCall),
  usage: isFlag,
  rawUsage: () => true,
  status: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599,
  retryAfter: isTextOrNull,
  html: isFlag,
  malformed: isFlag,
  stall: (value) =>
    value === null || (isJsonObject(value) && isPlace(value.at) && (value.ms === null || numberUpTo(3_600_000)(value.ms ?? null))),
  drop: (value) => value === null || isPlace(value),
  dripMs: (value) => value === null || numberUpTo(60_000)(value),
  paddingBytes: numberUpTo(1_000_000_000),
};

const isMember = (name: string): name is keyof Behaviour => Object.hasOwn(checks, name);

/**
 * Lays `changes`, as they came in JSON, over `base`.
 * @throws TypeError naming the member that is unknown or has the wrong form, so that a test's typing error is not a silent no-op.
 */
export const changeBehaviour = (base: Behaviour, changes: Json): Behaviour => {
  if (!isJsonObject(changes)) throw new TypeError('simulate: expected an object');
  for (const [name, value] of Object.entries(changes)) {
    if (!isMember(name)) throw new TypeError(`simulate: unknown member "${name}"`);
    if (!checks[name](value ?? null)) throw new TypeError(`simulate: "${name}" has the wrong form`);
  }
  return { ...base, ...changes };
};

const messagePrefix = 'simulate:';

const firstMessageText = (body: JsonObject): string | null => {
  const first = isJsonList(body.messages) ? body.messages[0] : undefined;
  if (!isJsonObject(first)) return null;
  const block = isJsonList(first.content) ? first.content[0] : first.content;
  if (isJsonObject(block)) return typeof block.text === 'string' ? block.text : null;
  return typeof block === 'string' ? block : null;
};

/**
 * The behaviour one request asks for, by its `x-simulate` header, its `simulate` member (gateways forward unknown members),
 * or a first message that begins with `simulate:` and holds JSON, in this order.
 * @throws TypeError or SyntaxError when what it asks for cannot be read.
 */
export const behaviourFor = (base: Behaviour, body: JsonObject, header: string | undefined): Behaviour => {
  if (header !== undefined) return changeBehaviour(base, parseJson(header));
  if (body.simulate !== undefined) return changeBehaviour(base, body.simulate);
  const text = firstMessageText(body);
  return text?.startsWith(messagePrefix) === true ? changeBehaviour(base, parseJson(text.slice(messagePrefix.length))) : base;
};
