/**
 * Anthropic's conversation as chat messages: tool results become messages of their own, before what the user said with them.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import type { ChatMessage, ChatToolCall } from '@plimsoll/contract/wire/chat';
import { stringIn } from '@plimsoll/contract/wire/members';
import { blocksIn, contentOf, partsFromBlock, type BlockPart } from './blocks.ts';

/** @throws PlimsollError `invalid_request` or `unsupported`, naming the message. */
export const chatMessagesFromConversation = (system: Json | undefined, messages: readonly JsonObject[]): readonly ChatMessage[] => [
  ...systemMessages(system, 'system'),
  ...messages.flatMap((message, index): readonly ChatMessage[] => {
    const at = `messages[${index}]`;
    switch (message.role) {
      case 'system':
        return systemMessages(message.content, `${at}.content`);
      case 'user':
        return userMessages(message, at);
      case 'assistant':
        return assistantMessages(message, at);
      default:
        throw new PlimsollError('invalid_request', `${at}.role must be user or assistant.`);
    }
  }),
];

/** Instructions go as one string, because many compatible servers take no parts there. */
const systemMessages = (content: Json | undefined, at: string): readonly ChatMessage[] => {
  const text = blocksIn(content, at)
    .map((block) => textOf(block, at))
    .join('\n\n');
  return text === '' ? [] : [{ role: 'system', content: text }];
};

const userMessages = (message: JsonObject, at: string): readonly ChatMessage[] => {
  const results: ChatMessage[] = [];
  /** What a tool returned besides text; a tool message holds only text, so it goes to the user's message. */
  const attachments: BlockPart[] = [];
  const said: BlockPart[] = [];
  for (const [index, block] of blocksIn(message.content, `${at}.content`).entries()) {
    const here = `${at}.content[${index}]`;
    if (block.type === 'tool_result') results.push(toolMessage(block, here, attachments));
    else said.push(...partsFromBlock(block, here));
  }
  const parts = [...attachments, ...said];
  return parts.length === 0 && results.length > 0 ? results : [...results, { role: 'user', content: contentOf(parts) }];
};

const toolMessage = (block: JsonObject, at: string, attachments: BlockPart[]): ChatMessage => {
  const id = stringIn(block.tool_use_id);
  if (id === null) throw new PlimsollError('invalid_request', `${at}.tool_use_id must be a string.`);
  const texts: string[] = [];
  const others: BlockPart[] = [];
  for (const inner of blocksIn(block.content, `${at}.content`)) {
    for (const part of partsFromBlock(inner, `${at}.content`)) {
      if (part.type === 'text' && typeof part.text === 'string') texts.push(part.text);
      else others.push(part);
    }
  }
  if (others.length > 0) {
    attachments.push({ type: 'text', text: `Returned by tool call ${id}:` }, ...others);
    if (texts.length === 0) texts.push('What it returned is attached to the next message.');
  }
  return { role: 'tool', tool_call_id: id, content: markError(texts.join('\n'), block.is_error === true) };
};

/** A chat tool message has no place for `is_error`, so the text says it unless it does already. */
const markError = (text: string, isError: boolean): string => (isError && !/^\s*error/i.test(text) ? `Error: ${text}` : text);

/**
 * Thinking in the history is left out: chat has no standard place for it, and DeepSeek's API for one refuses it.
 */
const assistantMessages = (message: JsonObject, at: string): readonly ChatMessage[] => {
  const texts: string[] = [];
  const calls: ChatToolCall[] = [];
  for (const [index, block] of blocksIn(message.content, `${at}.content`).entries()) {
    const here = `${at}.content[${index}]`;
    if (block.type === 'thinking' || block.type === 'redacted_thinking') continue;
    if (block.type === 'tool_use') calls.push(toolCall(block, here));
    else texts.push(textOf(block, here));
  }
  const text = texts.join('');
  if (text === '' && calls.length === 0) return [];
  return [{ role: 'assistant', content: text === '' ? null : text, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
};

const toolCall = (block: JsonObject, at: string): ChatToolCall => {
  const { id, name, input } = block;
  if (typeof id !== 'string' || typeof name !== 'string') throw new PlimsollError('invalid_request', `${at} needs an id and a name.`);
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } };
};

const textOf = (block: JsonObject, at: string): string => {
  if (block.type === 'text' && typeof block.text === 'string') return block.text;
  throw new PlimsollError('unsupported', `${at}: blocks of type ${JSON.stringify(block.type ?? null).slice(0, 60)} are not for this place.`);
};
