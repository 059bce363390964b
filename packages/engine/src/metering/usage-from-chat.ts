/**
 * OpenAI's usage report in our one form. `prompt_tokens` and `completion_tokens` include their parts.
 * Source: https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage
 */
import type { Json } from '@plimsoll/contract/json';
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import { objectIn } from '@plimsoll/contract/wire/members';
import { partOf, tokenCount } from './token-count.ts';

/** @returns null when the report says nothing usable. */
export const usageFromChat = (value: Json | undefined): TokenUsage | null => {
  const usage = objectIn(value);
  if (usage === null) return null;
  const said = { input: tokenCount(usage.prompt_tokens), output: tokenCount(usage.completion_tokens) };
  if (said.input === null && said.output === null) return null;
  const input = said.input ?? 0;
  const inputParts = objectIn(usage.prompt_tokens_details);
  const outputParts = objectIn(usage.completion_tokens_details);
  // xAI and Gemini's compatible API leave reasoning out of completion_tokens but count it in total_tokens, and bill it.
  const uncounted = Math.max(0, (tokenCount(usage.total_tokens) ?? 0) - input - (said.output ?? 0));
  const output = (said.output ?? 0) + (said.input === null ? 0 : uncounted);
  // DeepSeek names its cache hits beside the total instead of in the details.
  const cachedInput = partOf(input, inputParts?.cached_tokens ?? usage.prompt_cache_hit_tokens);
  return {
    input,
    output,
    cachedInput,
    cacheWrite: partOf(input - cachedInput, inputParts?.cache_write_tokens),
    cacheWrite1h: 0,
    reasoning: Math.max(output - (said.output ?? 0), partOf(output, outputParts?.reasoning_tokens)),
    inputAudio: partOf(input, inputParts?.audio_tokens),
    outputAudio: partOf(output, outputParts?.audio_tokens),
    cachedInputAudio: partOf(cachedInput, objectIn(inputParts?.cached_tokens_details)?.audio_tokens),
    source: 'provider',
  };
};
