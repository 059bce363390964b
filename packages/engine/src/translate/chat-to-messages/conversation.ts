/**
 * Messages of a chat request as Anthropic's conversation: instructions apart, tool results inside user turns,
 * and turns that alternate.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import type { ContentBlock, MessageParam, TextBlock, ToolResultBlock, ToolUseBlock } from '@plimsoll/contract/wire/messages';
import { parseToolArguments } from '../tool-arguments.ts';
import { blocksFromContent, textBlocksFromContent } from './parts.ts';

export interface Conversation {
  /** All system and developer messages, in order; the protocol has one place for them, before the first turn. */
  readonly system: readonly TextBlock[];
  readonly messages: readonly MessageParam[];
}

/** A message still being filled. */
interface Turn extends MessageParam {
  readonly content: ContentBlock[];
}

/** @throws PlimsollError `invalid_request` or `unsupported`, naming the message. */
export const conversationFromChat = (messages: readonly JsonObject[]): Conversation => {
  const system: TextBlock[] = [];
  const turns: Turn[] = [];
  const add = (role: Turn['role'], blocks: readonly ContentBlock[]): void => {
    const last = turns.at(-1);
    // Several tool messages after one another, and the user's next words, belong in one turn.
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) turns.push({ role, content: [...blocks] });
  };
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    switch (message.role) {
      case 'system':
      case 'developer':
        system.push(...textBlocksFromContent(message.content, `${at}.content`));
        break;
      case 'user':
        add('user', blocksFromContent(message.content, `${at}.content`));
        break;
      case 'assistant':
        add('assistant', assistantBlocks(message, at));
        break;
      case 'tool':
        add('user', [toolResult(message, at)]);
        break;
      default:
        throw new PlimsollError('invalid_request', `${at}.role must be one of system, developer, user, assistant, tool.`);
    }
  }
  if (turns.length === 0) throw new PlimsollError('invalid_request', 'messages needs one that is not empty and not an instruction.');
  return { system, messages: turns };
};

const assistantBlocks = (message: JsonObject, at: string): ContentBlock[] => {
  if (objectIn(message.audio) !== null) throw new PlimsollError('unsupported', `${at}.audio cannot be sent to this model.`);
  if (objectIn(message.function_call) !== null) {
    throw new PlimsollError('unsupported', `${at}.function_call is not carried; use tool_calls.`);
  }
  const text = textBlocksFromContent(message.content, `${at}.content`);
  const refusal = text.length === 0 ? textBlocksFromContent(message.refusal, `${at}.refusal`) : [];
  return [...thinkingBlocks(message.thinking_blocks), ...text, ...refusal, ...toolUses(message.tool_calls, at)];
};

/** Only blocks that Anthropic signed are of use to it; `reasoning_content` alone is not sent back. */
const thinkingBlocks = (value: Json | undefined): ContentBlock[] =>
  objectsIn(value).flatMap((block): ContentBlock[] => {
    const { type, thinking, signature, data } = block;
    if (type === 'thinking' && typeof thinking === 'string' && typeof signature === 'string' && signature !== '') {
      return [{ type, thinking, signature }];
    }
    return type === 'redacted_thinking' && typeof data === 'string' ? [{ type, data }] : [];
  });

const toolUses = (value: Json | undefined, at: string): ToolUseBlock[] =>
  objectsIn(value).map((call, index) => {
    const here = `${at}.tool_calls[${index}]`;
    const called = objectIn(call.function);
    const name = stringIn(called?.name);
    if (called === null || name === null) throw new PlimsollError('unsupported', `${here} is not a call of a function.`);
    const input = parseToolArguments(stringIn(called.arguments) ?? '');
    if (input === null) throw new PlimsollError('invalid_request', `${here}.function.arguments is not a JSON object.`);
    return { type: 'tool_use', id: toolUseId(call.id, `${here}.id`), name, input };
  });

const toolResult = (message: JsonObject, at: string): ToolResultBlock => {
  const content = blocksFromContent(message.content, `${at}.content`);
  const id = toolUseId(message.tool_call_id, `${at}.tool_call_id`);
  return content.length === 0 ? { type: 'tool_result', tool_use_id: id } : { type: 'tool_result', tool_use_id: id, content };
};

/** Anthropic takes letters, digits, `_` and `-`; other providers' ids hold more (`functions.get:0`), so the rest is spelt out. */
const toolUseId = (value: Json | undefined, at: string): string => {
  if (typeof value !== 'string' || value === '') {
    throw new PlimsollError('invalid_request', `${at} must be a string that is not empty.`);
  }
  return value.replaceAll(/[^a-zA-Z0-9_-]/gu, (character) => `_x${character.codePointAt(0)?.toString(16)}_`);
};
