/**
 * Reads a chat request into the job a local model's process can do, and refuses what it cannot before any work begins:
 * nothing that was asked for is left out in silence.
 */
import { randomInt } from 'node:crypto';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { ChatModelFunctions } from 'node-llama-cpp';
import { chatHistory } from './chat-history.ts';
import type { ChatJob, Shape } from './child-protocol.ts';
import { anyObject, grammarSchema } from './grammar-schema.ts';

const mostChoices = 16;
const mostStops = 16;
const longestStop = 256;
const mostTopLogprobs = 20;
const mostTools = 128;
const largestSeed = 2 ** 31;

const invalid = (detail: string): never => {
  throw new PlimsollError('invalid_request', detail);
};
const unsupported = (detail: string): never => {
  throw new PlimsollError('unsupported', detail);
};

/** A number member within bounds, `fallback` when it is absent or null. */
const numberMember = <Fallback>(body: JsonObject, member: string, from: number, to: number, fallback: Fallback): number | Fallback => {
  const value = body[member];
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'number' || !(value >= from && value <= to)) return invalid(`${member} must be a number from ${from} to ${to}.`);
  return value;
};

const integerMember = <Fallback>(body: JsonObject, member: string, from: number, to: number, fallback: Fallback): number | Fallback => {
  const value = numberMember(body, member, from, to, fallback);
  return value === fallback || Number.isInteger(value) ? value : invalid(`${member} must be a whole number.`);
};

const isAbsent = (value: Json | undefined): boolean => value === undefined || value === null || value === 0 || value === false;

/** Members that would change the answer and that llama.cpp is not asked for here. */
const refuseUnknownWishes = (body: JsonObject): void => {
  for (const member of ['presence_penalty', 'frequency_penalty', 'functions', 'function_call', 'audio', 'prediction', 'web_search_options']) {
    if (!isAbsent(body[member])) unsupported(`A local model takes no ${member}.`);
  }
  const bias = body['logit_bias'];
  if (isJsonObject(bias) && Object.keys(bias).length > 0) unsupported('A local model takes no logit_bias.');
  const modalities = body['modalities'];
  if (Array.isArray(modalities) && modalities.some((modality: Json) => modality !== 'text')) unsupported('A local model answers in text only.');
};

const readStops = (stop: Json | undefined): string[] => {
  if (stop === undefined || stop === null) return [];
  const stops: readonly Json[] = Array.isArray(stop) ? stop : [stop];
  if (stops.length > mostStops) invalid(`stop may list at most ${mostStops} texts.`);
  return stops.map((text) => (typeof text === 'string' && text !== '' && text.length <= longestStop ? text : invalid(`stop must hold texts of 1 to ${longestStop} characters.`)));
};

const readFunctions = (tools: readonly Json[]): ChatModelFunctions => {
  if (tools.length > mostTools) invalid(`tools may list at most ${mostTools} functions.`);
  const functions = new Map<string, ChatModelFunctions[string]>();
  for (const [index, tool] of tools.entries()) {
    const declared = isJsonObject(tool) ? tool['function'] : undefined;
    if (!isJsonObject(tool) || !isJsonObject(declared)) {
      return isJsonObject(tool) && tool['type'] !== 'function' ? unsupported('A local model calls tools of type function only.') : invalid(`tools[${index}].function must be an object.`);
    }
    const { name, description, parameters } = declared;
    if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name)) return invalid(`tools[${index}].function.name must be 1 to 64 letters, digits, _ . or -.`);
    const takesNothing = parameters === undefined || parameters === null || (isJsonObject(parameters) && isJsonObject(parameters['properties']) && Object.keys(parameters['properties']).length === 0);
    functions.set(name, {
      ...(typeof description === 'string' ? { description } : {}),
      ...(takesNothing ? {} : { params: grammarSchema(parameters, declared['strict'] === true) }),
    });
  }
  return Object.fromEntries(functions);
};

/** How tools shape the answer; null when none may be called. */
const readToolShape = (body: JsonObject): Shape | null => {
  const { tools, tool_choice: choice } = body;
  if (tools === undefined || tools === null || (Array.isArray(tools) && tools.length === 0)) {
    return isAbsent(choice) || choice === 'none' || choice === 'auto' ? null : invalid('tool_choice needs tools.');
  }
  if (!Array.isArray(tools)) return invalid('tools must be a list.');
  const functions = readFunctions(tools);
  const parallel = body['parallel_tool_calls'] !== false;
  if (choice === 'none') return null;
  if (choice === undefined || choice === null || choice === 'auto') return { kind: 'may-call', functions, parallel };
  if (choice === 'required') return { kind: 'must-call', functions, parallel };
  const named = isJsonObject(choice) && choice['type'] === 'function' && isJsonObject(choice['function']) ? choice['function']['name'] : undefined;
  if (typeof named !== 'string') return unsupported('A local model takes tool_choice none, auto, required or one named function.');
  const chosen = Object.hasOwn(functions, named) ? functions[named] : undefined;
  return chosen === undefined ? invalid(`tool_choice names ${JSON.stringify(named)}, which is not among tools.`) : { kind: 'must-call', functions: { [named]: chosen }, parallel: false };
};

const readFormat = (format: Json | undefined): Shape => {
  if (format === undefined || format === null) return { kind: 'text' };
  if (!isJsonObject(format)) return invalid('response_format must be an object.');
  switch (format['type']) {
    case 'text':
      return { kind: 'text' };
    case 'json_object':
      return { kind: 'json', schema: anyObject };
    case 'json_schema': {
      const declared = format['json_schema'];
      if (!isJsonObject(declared)) return invalid('response_format.json_schema must be an object.');
      return { kind: 'json', schema: grammarSchema(declared['schema'], declared['strict'] === true) };
    }
    default:
      return invalid('response_format.type must be text, json_object or json_schema.');
  }
};

const readShape = (body: JsonObject): Shape => {
  const format = readFormat(body['response_format']);
  const tools = readToolShape(body);
  if (tools === null) return format;
  if (format.kind !== 'text') return unsupported('A local model cannot be held to a response_format while it may call tools.');
  return tools;
};

const readTopLogprobs = (body: JsonObject, shape: Shape): number | null => {
  const top = integerMember(body, 'top_logprobs', 0, mostTopLogprobs, 0);
  if (body['logprobs'] !== true) return top > 0 ? invalid('top_logprobs needs logprobs to be true.') : null;
  return shape.kind === 'may-call' || shape.kind === 'must-call' ? unsupported('A local model gives no logprobs while it may call tools.') : top;
};

/**
 * Reads the body of a chat request. Without a `temperature` the most likely token is always taken:
 * a small local model is more use when it is reproducible.
 * @throws PlimsollError `invalid_request` or `unsupported`, naming the member.
 */
export const readChatJob = (body: JsonObject): ChatJob => {
  refuseUnknownWishes(body);
  const shape = readShape(body);
  const choices = integerMember(body, 'n', 1, mostChoices, 1);
  const seed = integerMember(body, 'seed', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, null) ?? randomInt(largestSeed);
  const tokenLimits = [integerMember(body, 'max_completion_tokens', 1, 2 ** 31, null), integerMember(body, 'max_tokens', 1, 2 ** 31, null)];
  return {
    history: chatHistory(body['messages']),
    shape,
    maxTokens: tokenLimits[0] ?? tokenLimits[1] ?? null,
    temperature: numberMember(body, 'temperature', 0, 2, 0),
    topP: numberMember(body, 'top_p', 0, 1, 1),
    seeds: Array.from({ length: choices }, (_, index) => Math.abs(seed + index) % largestSeed),
    stops: readStops(body['stop']),
    topLogprobs: readTopLogprobs(body, shape),
  };
};
