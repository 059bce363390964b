/**
 * A whole chat reply as the Messages reply that the caller waits for.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import { noUsage } from '@plimsoll/contract/token-usage';
import { objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import type { ContentBlock, MessagesResponse, ToolUseBlock } from '@plimsoll/contract/wire/messages';
import { usageFromChat } from '../../metering/usage-from-chat.ts';
import { messagesReplyId } from '../reply-ids.ts';
import { messagesStopReason } from '../stop-reasons.ts';
import { parseToolArguments } from '../tool-arguments.ts';
import { messagesUsageReport } from '../usage-reports.ts';

/**
 * Reasoning becomes a thinking block with an empty signature: no one signed it, and Anthropic would not take it back.
 * @throws PlimsollError `provider_invalid_reply`, also for tool arguments that are not JSON: half a call must not run.
 */
export const messagesResponseFromChat = (body: JsonObject): MessagesResponse => {
  const choice = objectsIn(body.choices)[0];
  const message = objectIn(choice?.message);
  if (choice === undefined || message === null) throw new PlimsollError('provider_invalid_reply', 'Its reply has no message.');
  const id = messagesReplyId(body.id);
  const reasoning = stringIn(message.reasoning_content) ?? stringIn(message.reasoning) ?? '';
  const refusal = stringIn(message.refusal) ?? '';
  const text = textOf(message) + refusal;
  const toolUses = objectsIn(message.tool_calls).map((call, index) => toolUse(call, `toolu_${id.slice('msg_'.length)}_${index}`));
  const content: ContentBlock[] = [];
  if (reasoning !== '') content.push({ type: 'thinking', thinking: reasoning, signature: '' });
  if (text !== '') content.push({ type: 'text', text });
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: stringIn(body.model) ?? '',
    content: [...content, ...toolUses],
    stop_reason: messagesStopReason(choice.finish_reason, { toolCalls: toolUses.length > 0, refusal: refusal !== '' }),
    stop_sequence: null,
    usage: messagesUsageReport(usageFromChat(body.usage) ?? noUsage),
  };
};

/** A string as a rule; Mistral for one sends a list of parts. */
const textOf = ({ content }: JsonObject): string =>
  typeof content === 'string' ? content : objectsIn(content).map((part) => stringIn(part.text) ?? '').join('');

const toolUse = (call: JsonObject, otherwiseId: string): ToolUseBlock => {
  const called = objectIn(call.function);
  const name = stringIn(called?.name);
  const input = parseToolArguments(stringIn(called?.arguments) ?? '');
  if (name === null) throw new PlimsollError('provider_invalid_reply', 'It called a tool without saying which.');
  if (input === null) throw new PlimsollError('provider_invalid_reply', 'It called a tool with arguments that are not a JSON object.');
  const id = stringIn(call.id);
  return { type: 'tool_use', id: id === null || id === '' ? otherwiseId : id, name, input };
};
