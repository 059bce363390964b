/**
 * A Messages request as a chat request, for a provider that speaks only OpenAI's protocol.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatRequest, ChatResponseFormat } from '@plimsoll/contract/wire/chat';
import { isJsonList, numberIn, objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import { chatMessagesFromConversation } from './conversation.ts';
import { toolsFromMessages } from './tools.ts';

/**
 * The limit goes out as `max_completion_tokens`, the member of OpenAI's present API; its reasoning models refuse
 * `max_tokens`. A provider whose servers know only the older name renames it.
 * @throws PlimsollError `invalid_request` or `unsupported`, with the member that cannot be carried.
 */
export const chatRequestFromMessages = (body: JsonObject): ChatRequest => {
  if (objectsIn(body.mcp_servers).length > 0) {
    throw new PlimsollError('unsupported', 'mcp_servers cannot be carried to this model\'s protocol (OpenAI Chat Completions).');
  }
  const maxTokens = numberIn(body.max_tokens);
  const temperature = numberIn(body.temperature);
  const topP = numberIn(body.top_p);
  const stop = isJsonList(body.stop_sequences) ? body.stop_sequences.filter((item) => typeof item === 'string') : [];
  const effort = effortFromThinking(objectIn(body.thinking));
  const format = formatFromMessages(body);
  const user = stringIn(objectIn(body.metadata)?.user_id);
  return {
    model: stringIn(body.model) ?? '',
    messages: chatMessagesFromConversation(body.system, objectsIn(body.messages)),
    ...(maxTokens === null ? {} : { max_completion_tokens: maxTokens }),
    ...toolsFromMessages(body),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(stop.length === 0 ? {} : { stop }),
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...(format === null ? {} : { response_format: format }),
    ...(user === null ? {} : { user }),
    // Anthropic's clients count on usage at the end of every stream.
    ...(body.stream === true ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
};

/** Only an explicit budget is carried: models that do not reason refuse `reasoning_effort`. */
const effortFromThinking = (thinking: JsonObject | null): 'low' | 'medium' | 'high' | null => {
  if (thinking?.type !== 'enabled') return null;
  const budget = numberIn(thinking.budget_tokens) ?? 0;
  if (budget < 4096) return 'low';
  return budget < 16_384 ? 'medium' : 'high';
};

/** `strict` is left out: Anthropic's schemas may have optional members, which OpenAI's strict mode refuses. */
const formatFromMessages = (body: JsonObject): ChatResponseFormat | null => {
  const format = objectIn(objectIn(body.output_config)?.format);
  const schema = objectIn(format?.schema);
  return schema === null ? null : { type: 'json_schema', json_schema: { name: 'response', schema } };
};
