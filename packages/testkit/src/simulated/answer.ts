/**
 * What a simulated model says to a request, before it is put into a protocol's words.
 */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { Behaviour, SimulatedToolCall } from './behaviour.ts';
import { isJsonList } from './json-values.ts';

export interface Answer {
  readonly id: string;
  readonly model: string;
  /** Unix seconds. */
  readonly createdS: number;
  readonly thinking: readonly string[];
  /** How many pieces of text there are, each of them one token. */
  readonly pieceCount: number;
  /** The piece at an index below `pieceCount`; a function, so that a long answer need not be held in memory. */
  readonly piece: (index: number) => string;
  readonly toolCalls: readonly SimulatedToolCall[];
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly inputTokens: number;
  /** Of one choice. */
  readonly outputTokens: number;
  readonly thinkingTokens: number;
}

const words = [
  'The', ' line', ' on', ' the', ' hull', ' says', ' how', ' much', ' a', ' ship', ' may', ' carry',
  ' and', ' still', ' be', ' safe', ' at', ' sea', '.',
] as const;

const wordAt = (index: number): string => (index === 0 ? words[0] : (words[1 + ((index - 1) % (words.length - 1))] ?? ''));

/** Splits text into words with the white space before each; joined they are the text again. */
export const splitText = (text: string): readonly string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/** Tokens of tool call arguments, thinking alike: four characters each, as a rule of thumb. */
export const tokensOfJson = (value: Json): number => Math.ceil(JSON.stringify(value).length / 4);

const positive = (value: Json | undefined): number | null => (typeof value === 'number' && value >= 1 ? Math.floor(value) : null);

/** A tool's name, or that of a choice of tool, in either protocol. */
const nameOf = (tool: Json | undefined): string | null => {
  if (!isJsonObject(tool)) return null;
  const name = isJsonObject(tool.function) ? tool.function.name : tool.name;
  return typeof name === 'string' ? name : null;
};

/** The call that a request forces through `tool_choice`, in either protocol, with empty arguments. */
const forcedToolCall = (body: JsonObject): readonly SimulatedToolCall[] => {
  const choice = body.tool_choice;
  const first = isJsonList(body.tools) ? body.tools[0] : undefined;
  const forcesAny = choice === 'required' || (isJsonObject(choice) && choice.type === 'any');
  const forcesOne = isJsonObject(choice) && (choice.type === 'function' || choice.type === 'tool');
  const name = forcesOne ? nameOf(choice) : forcesAny ? nameOf(first) : null;
  return name === null ? [] : [{ name, arguments: {} }];
};

const wantsJson = (body: JsonObject): boolean => {
  const format = body.response_format;
  return isJsonObject(format) && (format.type === 'json_object' || format.type === 'json_schema');
};

let answers = 0;

/** Answers a chat or messages request. The same request and behaviour give the same answer but for `id` and `createdS`. */
export const answerTo = (body: JsonObject, behaviour: Behaviour): Answer => {
  const toolCalls = behaviour.toolCalls.length > 0 ? behaviour.toolCalls : forcedToolCall(body);
  const text = behaviour.text ?? (wantsJson(body) ? '{"answer": "simulated"}' : null);
  const pieces = text === null ? null : splitText(text);
  const thinking = behaviour.thinking === null ? [] : splitText(behaviour.thinking);
  const wanted = pieces?.length ?? (toolCalls.length > 0 ? 0 : behaviour.tokens);
  const limit = positive(body.max_completion_tokens) ?? positive(body.max_tokens) ?? Number.POSITIVE_INFINITY;
  const pieceCount = Math.min(wanted, Math.max(0, limit - thinking.length));
  const toolTokens = toolCalls.reduce((sum, call) => sum + tokensOfJson(call.arguments), 0);
  answers += 1;
  return {
    id: `sim-${answers}`,
    model: typeof body.model === 'string' ? body.model : 'simulated',
    createdS: Math.floor(Date.now() / 1000),
    thinking,
    pieceCount,
    piece: pieces === null ? wordAt : (index) => pieces[index] ?? '',
    toolCalls,
    finish: pieceCount < wanted ? 'length' : toolCalls.length > 0 ? 'tool_calls' : 'stop',
    inputTokens: inputTokensOf(body),
    outputTokens: thinking.length + pieceCount + toolTokens,
    thinkingTokens: thinking.length,
  };
};

/** Tokens of what the request says, the same for the same words however they are wrapped. */
export const inputTokensOf = (body: JsonObject): number =>
  tokensOfJson([body.system ?? null, body.messages ?? body.input ?? null, body.tools ?? null]);

/** All the text of an answer in one. */
export const textOf = (answer: Answer): string =>
  Array.from({ length: answer.pieceCount }, (_, index) => answer.piece(index)).join('');
