/**
 * A chat request as a Messages request, for a provider that speaks only Anthropic's protocol.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { isJsonList, listIn, numberIn, objectIn, objectsIn, stringIn } from '@plimsoll/contract/wire/members';
import type { MessageParam, MessagesRequest, TextBlock } from '@plimsoll/contract/wire/messages';
import { conversationFromChat } from './conversation.ts';
import { outputLimits } from './thinking.ts';
import { toolsFromChat } from './tools.ts';

/** @throws PlimsollError `invalid_request` or `unsupported`, with the member that cannot be carried. */
export const messagesRequestFromChat = (body: JsonObject): MessagesRequest => {
  refuseUnsupported(body);
  const conversation = conversationFromChat(objectsIn(body.messages));
  const messages = withoutTrailingSpace(conversation.messages);
  const tools = toolsFromChat(body, messages);
  const { maxTokens, thinkingBudget } = outputLimits(body, messages, tools.tool_choice);
  const format = formatFromChat(objectIn(body.response_format));
  const system = [...conversation.system, ...format.instructions];
  const stopSequences = stopSequencesFromChat(body.stop);
  const userId = stringIn(body.safety_identifier) ?? stringIn(body.user);
  return {
    model: stringIn(body.model) ?? '',
    max_tokens: maxTokens,
    ...(system.length === 0 ? {} : { system }),
    messages,
    ...tools,
    ...(thinkingBudget === null
      ? samplingFromChat(body)
      : { thinking: { type: 'enabled', budget_tokens: thinkingBudget } as const }),
    ...(format.schema === null ? {} : { output_config: { format: { type: 'json_schema', schema: format.schema } } as const }),
    ...(stopSequences.length === 0 ? {} : { stop_sequences: stopSequences }),
    ...(userId === null ? {} : { metadata: { user_id: userId } }),
    ...(body.stream === true ? { stream: true } : {}),
  };
};

const refuse = (member: string): never => {
  throw new PlimsollError('unsupported', `${member} cannot be carried to this model's protocol (Anthropic Messages).`);
};

const refuseUnsupported = (body: JsonObject): void => {
  if ((numberIn(body.n) ?? 1) > 1) refuse('n > 1');
  if (body.logprobs === true || (numberIn(body.top_logprobs) ?? 0) > 0) refuse('logprobs');
  if (objectIn(body.audio) !== null || (isJsonList(body.modalities) && body.modalities.includes('audio'))) refuse('audio');
  if (objectsIn(body.functions).length > 0) refuse('functions (use tools)');
  if (objectIn(body.web_search_options) !== null) refuse('web_search_options');
};

/**
 * Temperature goes to 2 there and to 1 here. A value that is the default says nothing and is left out, because
 * newer Anthropic models refuse temperature and top_p together. With thinking on neither may be set at all.
 */
const samplingFromChat = (body: JsonObject): { temperature?: number; top_p?: number } => {
  const temperature = numberIn(body.temperature);
  const topP = numberIn(body.top_p);
  return {
    ...(temperature === null || (temperature === 1 && topP !== null) ? {} : { temperature: Math.min(1, Math.max(0, temperature)) }),
    ...(topP === null || topP >= 1 ? {} : { top_p: topP }),
  };
};

const stopSequencesFromChat = (stop: Json | undefined): readonly string[] => {
  const given = typeof stop === 'string' ? [stop] : listIn(stop);
  const sequences = given.filter((item) => typeof item === 'string').filter((sequence) => sequence !== '');
  if (sequences.some((sequence) => sequence.trim() === '')) {
    throw new PlimsollError('unsupported', 'stop: this model takes no stop sequence of white space alone.');
  }
  return sequences;
};

/**
 * A schema goes into Anthropic's own `output_config.format`. JSON without a schema has no counterpart: the model is
 * asked for it in the instructions, and nothing enforces it. The conform stage is who may promise the caller anything.
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 */
const formatFromChat = (format: JsonObject | null): { schema: JsonObject | null; instructions: readonly TextBlock[] } => {
  if (format === null || format.type === 'text') return { schema: null, instructions: [] };
  const schema = format.type === 'json_schema' ? objectIn(objectIn(format.json_schema)?.schema) : null;
  if (schema !== null) return { schema, instructions: [] };
  if (format.type !== 'json_object' && format.type !== 'json_schema') {
    throw new PlimsollError('invalid_request', 'response_format.type must be one of text, json_object, json_schema.');
  }
  return { schema: null, instructions: [{ type: 'text', text: 'Answer with one valid JSON object and nothing else.' }] };
};

/** Anthropic refuses an answer begun by the caller that ends in white space. */
const withoutTrailingSpace = (messages: readonly MessageParam[]): readonly MessageParam[] => {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || typeof last.content === 'string') return messages;
  const block = last.content.at(-1);
  if (block?.type !== 'text' || typeof block.text !== 'string') return messages;
  const text = block.text.trimEnd();
  const content = [...last.content.slice(0, -1), ...(text === '' ? [] : [{ ...block, text }])];
  return content.length === 0 ? messages.slice(0, -1) : [...messages.slice(0, -1), { ...last, content }];
};
