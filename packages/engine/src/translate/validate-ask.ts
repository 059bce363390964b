/**
 * Checks the shape of a caller's request before anything is spent on it. Runs on every request, so it is written by hand
 * and costs microseconds. Members that it does not know are allowed, and where providers differ it is liberal:
 * the provider has the last word on values, this only keeps nonsense from going further.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { isJsonList, objectIn } from '@plimsoll/contract/wire/members';

const maxModelCharacters = 200;
/** OpenAI's own limit. */
const maxChoices = 128;

const chatRoles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];
const contentRoles = ['system', 'developer', 'user'];
/** `system` inside the conversation came with Anthropic's later models. */
const messagesRoles = ['user', 'assistant', 'system'];

/** @throws PlimsollError `invalid_request`, whose detail names the member and what it must be. */
export const validateAsk = (operation: Operation, body: JsonObject): void => {
  const { model } = body;
  if (typeof model !== 'string' || model.trim() === '') refuse('model must be a string that is not empty.');
  if (model.length > maxModelCharacters) refuse(`model must be at most ${maxModelCharacters} characters long.`);
  switch (operation) {
    case 'chat':
      return validateChat(body);
    case 'messages':
      return validateMessages(body);
    case 'embeddings':
      return validateEmbeddings(body);
  }
};

const validateChat = (body: JsonObject): void => {
  for (const [index, message] of messagesOf(body).entries()) {
    const role = roleOf(message, index, chatRoles);
    const content = message.content ?? null;
    // Null is an assistant's way to say that it only called tools; a legacy function message may hold it too.
    if (content !== null || contentRoles.includes(role)) checkContent(content, `messages[${index}].content`);
    if (role === 'tool' && typeof message.tool_call_id !== 'string') refuse(`messages[${index}].tool_call_id must be a string.`);
    checkList(message.tool_calls, `messages[${index}].tool_calls`);
  }
  checkBoolean(body.stream, 'stream');
  checkInteger(body.n, 'n', 1, maxChoices);
  checkInteger(body.max_tokens, 'max_tokens', 1);
  checkInteger(body.max_completion_tokens, 'max_completion_tokens', 1);
  checkNumber(body.temperature, 'temperature');
  checkNumber(body.top_p, 'top_p');
  checkObject(body.stream_options, 'stream_options');
  checkObject(body.response_format, 'response_format');
  for (const [index, tool] of checkList(body.tools, 'tools').entries()) {
    if (!isJsonObject(tool)) return refuse(`tools[${index}] must be an object.`);
    // Tools of other types (custom, web search) are between the caller and the provider.
    if (tool.type === 'function' || tool.type === undefined) checkName(objectIn(tool.function)?.name, `tools[${index}].function.name`);
    else if (typeof tool.type !== 'string') refuse(`tools[${index}].type must be a string.`);
  }
};

const validateMessages = (body: JsonObject): void => {
  for (const [index, message] of messagesOf(body).entries()) {
    roleOf(message, index, messagesRoles);
    checkContent(message.content ?? null, `messages[${index}].content`);
  }
  if (body.max_tokens === undefined || body.max_tokens === null) refuse('max_tokens is required.');
  // Zero is allowed: it fills the provider's prompt cache without an answer.
  checkInteger(body.max_tokens, 'max_tokens', 0);
  if (body.system !== undefined && body.system !== null) checkContent(body.system, 'system');
  checkBoolean(body.stream, 'stream');
  checkNumber(body.temperature, 'temperature');
  checkNumber(body.top_p, 'top_p');
  checkList(body.stop_sequences, 'stop_sequences');
  checkObject(body.tool_choice, 'tool_choice');
  for (const [index, tool] of checkList(body.tools, 'tools').entries()) {
    if (!isJsonObject(tool)) return refuse(`tools[${index}] must be an object.`);
    // Toolsets of Anthropic's have a type and no name.
    if (tool.name !== undefined || typeof tool.type !== 'string') checkName(tool.name, `tools[${index}].name`);
  }
};

const validateEmbeddings = (body: JsonObject): void => {
  const { input } = body;
  const wanted = 'input must be a string, a list of strings, a list of tokens or a list of such lists, and not empty.';
  if (typeof input === 'string' ? input === '' : !isJsonList(input) || input.length === 0) refuse(wanted);
  checkInteger(body.dimensions, 'dimensions', 1);
  if (!isJsonList(input)) return;
  const kind = kindOfInput(input[0]);
  for (const [index, item] of input.entries()) {
    if (kind === null || kindOfInput(item) !== kind) refuse(`input[${index}] does not fit: ${wanted}`);
  }
};

const kindOfInput = (item: Json | undefined): 'text' | 'token' | 'tokens' | null => {
  if (typeof item === 'string') return item === '' ? null : 'text';
  if (isToken(item)) return 'token';
  return isJsonList(item) && item.length > 0 && item.every(isToken) ? 'tokens' : null;
};

const isToken = (item: Json | undefined): boolean => typeof item === 'number' && Number.isInteger(item) && item >= 0;

const messagesOf = (body: JsonObject): readonly JsonObject[] => {
  const { messages } = body;
  if (!isJsonList(messages) || messages.length === 0) return refuse('messages must be a list that is not empty.');
  return messages.map((message, index) => (isJsonObject(message) ? message : refuse(`messages[${index}] must be an object.`)));
};

const roleOf = ({ role }: JsonObject, index: number, roles: readonly string[]): string =>
  typeof role === 'string' && roles.includes(role) ? role : refuse(`messages[${index}].role must be one of ${roles.join(', ')}.`);

/** A string, or a list of objects each with a type. */
const checkContent = (content: Json, at: string): void => {
  if (typeof content === 'string') return;
  if (!isJsonList(content)) return refuse(`${at} must be a string or a list.`);
  for (const [index, part] of content.entries()) {
    if (!isJsonObject(part) || typeof part.type !== 'string') refuse(`${at}[${index}] must be an object with a type.`);
  }
};

const checkName = (name: Json | undefined, at: string): void => {
  if (typeof name !== 'string' || name === '') refuse(`${at} must be a string that is not empty.`);
};

/** Absent and null mean the same to every provider. */
const isAbsent = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

const checkBoolean = (value: Json | undefined, at: string): void => {
  if (!isAbsent(value) && typeof value !== 'boolean') refuse(`${at} must be true or false.`);
};

const checkNumber = (value: Json | undefined, at: string): void => {
  if (!isAbsent(value) && typeof value !== 'number') refuse(`${at} must be a number.`);
};

const checkInteger = (value: Json | undefined, at: string, least: number, most = Number.MAX_SAFE_INTEGER): void => {
  if (isAbsent(value) || (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)) return;
  refuse(`${at} must be a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}.`);
};

const checkObject = (value: Json | undefined, at: string): void => {
  if (!isAbsent(value) && !isJsonObject(value)) refuse(`${at} must be an object.`);
};

const checkList = (value: Json | undefined, at: string): readonly Json[] => {
  if (isAbsent(value)) return [];
  return isJsonList(value) ? value : refuse(`${at} must be a list.`);
};

function refuse(detail: string): never {
  throw new PlimsollError('invalid_request', detail);
}
