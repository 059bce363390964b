/**
 * A whole Messages reply as the chat reply that the caller waits for.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatResponse, ChatToolCall } from '@plimsoll/contract/wire/chat';
import { isJsonList, objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import { usageFromMessages } from '../../metering/usage-from-messages.ts';
import { chatReplyId } from '../reply-ids.ts';
import { chatFinishReason } from '../stop-reasons.ts';
import { chatUsageReport } from '../usage-reports.ts';

/**
 * Thinking becomes `reasoning_content`, as DeepSeek and vLLM have it, and the signed blocks are kept in
 * `thinking_blocks`, as LiteLLM has it: a caller that sends them back may go on thinking across tool calls.
 * @param createdS epoch seconds, for `created`.
 * @throws PlimsollError `provider_invalid_reply`.
 */
export const chatResponseFromMessages = (body: JsonObject, createdS: number): ChatResponse => {
  if (!isJsonList(body.content)) throw new PlimsollError('provider_invalid_reply', 'Its reply has no content.');
  const blocks = objectsIn(body.content);
  const text = blocks.flatMap((block) => (block.type === 'text' && typeof block.text === 'string' ? [block.text] : []));
  const toolCalls = blocks.filter((block) => block.type === 'tool_use').map(toolCallFromBlock);
  const thinking = blocks.filter((block) => block.type === 'thinking' || block.type === 'redacted_thinking');
  const reasoning = thinking.map((block) => stringIn(block.thinking) ?? '').join('');
  const usage = usageFromMessages(body.usage);
  return {
    id: chatReplyId(body.id),
    object: 'chat.completion',
    created: createdS,
    model: stringIn(body.model) ?? '',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text.length === 0 && toolCalls.length > 0 ? null : text.join(''),
          refusal: stringIn(objectIn(body.stop_details)?.explanation),
          ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
          ...(thinking.length === 0 ? {} : { thinking_blocks: thinking }),
          ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
        },
        logprobs: null,
        finish_reason: chatFinishReason(body.stop_reason),
      },
    ],
    ...(usage === null ? {} : { usage: chatUsageReport(usage) }),
  };
};

const toolCallFromBlock = (block: JsonObject): ChatToolCall => {
  const { id, name, input } = block;
  if (typeof id !== 'string' || typeof name !== 'string') {
    throw new PlimsollError('provider_invalid_reply', 'It called a tool without saying which.');
  }
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } };
};
