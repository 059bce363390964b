/**
 * OpenAI chat messages as the turns that a local model's chat template is filled with. Tool results are attached
 * to the calls they answer, because templates want them together.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { ChatHistoryItem, ChatModelFunctionCall } from 'node-llama-cpp';

const invalid = (detail: string): never => {
  throw new PlimsollError('invalid_request', detail);
};

const unsupportedParts: Readonly<Record<string, string>> = { image_url: 'images', file: 'files', input_audio: 'audio', input_video: 'video' };

/** All text of a message's content. */
const textOf = (content: Json | undefined, place: string): string => {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return invalid(`${place}.content must be a text or a list of parts.`);
  return content
    .map((part: Json, index) => {
      if (!isJsonObject(part)) return invalid(`${place}.content[${index}] must be an object.`);
      if (part['type'] === 'text' && typeof part['text'] === 'string') return part['text'];
      if (part['type'] === 'refusal' && typeof part['refusal'] === 'string') return part['refusal'];
      const kind = typeof part['type'] === 'string' ? unsupportedParts[part['type']] : undefined;
      if (kind !== undefined) throw new PlimsollError('unsupported', `This local model reads no ${kind}.`);
      return invalid(`${place}.content[${index}] is not a text part.`);
    })
    .join('');
};

const parseArguments = (text: string): unknown => {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A model once wrote it, so it is shown back as it was.
    return text;
  }
};

const readCall = (call: Json, place: string): { id: string; call: ChatModelFunctionCall } => {
  const called = isJsonObject(call) ? call['function'] : undefined;
  if (!isJsonObject(call) || !isJsonObject(called) || typeof call['id'] !== 'string') return invalid(`${place} must have an id and a function.`);
  if (typeof called['name'] !== 'string') return invalid(`${place}.function.name must be a text.`);
  const params = parseArguments(typeof called['arguments'] === 'string' ? called['arguments'] : '');
  return { id: call['id'], call: { type: 'functionCall', name: called['name'], params, result: undefined } };
};

/**
 * Reads `messages`. The last turn may be the assistant's: the model then goes on with it.
 * @throws PlimsollError `invalid_request` naming the member, or `unsupported` for parts that are not text.
 */
export const chatHistory = (messages: Json | undefined): ChatHistoryItem[] => {
  if (!Array.isArray(messages) || messages.length === 0) return invalid('messages must be a list with at least one message.');
  const history: ChatHistoryItem[] = [];
  const open = new Map<string, ChatModelFunctionCall>();
  messages.forEach((message: Json, index) => {
    const place = `messages[${index}]`;
    if (!isJsonObject(message)) return invalid(`${place} must be an object.`);
    const text = textOf(message['content'], place);
    switch (message['role']) {
      case 'system':
      case 'developer':
        return history.push({ type: 'system', text });
      case 'user':
        return history.push({ type: 'user', text });
      case 'assistant':
        return history.push({ type: 'model', response: readAnswer(message, text, place, open) });
      case 'tool': {
        const id = message['tool_call_id'];
        const call = typeof id === 'string' ? open.get(id) : undefined;
        if (call === undefined) return invalid(`${place}.tool_call_id names no call of the messages before it.`);
        call.result = text;
        return undefined;
      }
      default:
        return invalid(`${place}.role must be system, developer, user, assistant or tool.`);
    }
  });
  return history;
};

const readAnswer = (
  message: JsonObject,
  text: string,
  place: string,
  open: Map<string, ChatModelFunctionCall>,
): (string | ChatModelFunctionCall)[] => {
  const calls = message['tool_calls'];
  const response: (string | ChatModelFunctionCall)[] = text === '' ? [] : [text];
  if (calls === undefined || calls === null) return response;
  if (!Array.isArray(calls)) return invalid(`${place}.tool_calls must be a list.`);
  calls.forEach((entry: Json, index) => {
    const { id, call } = readCall(entry, `${place}.tool_calls[${index}]`);
    open.set(id, call);
    response.push(call);
  });
  return response;
};
