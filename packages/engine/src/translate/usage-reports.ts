/**
 * Writes usage in each protocol's own form, from our one form.
 */
import type { TokenUsage } from '@plimsoll/contract/token-usage';
import type { ChatUsage } from '@plimsoll/contract/wire/chat';
import type { MessagesUsage } from '@plimsoll/contract/wire/messages';

export const chatUsageReport = (usage: TokenUsage): ChatUsage => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cachedInput, cache_write_tokens: usage.cacheWrite, audio_tokens: usage.inputAudio },
  completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: usage.outputAudio },
});

export const messagesUsageReport = (usage: TokenUsage): MessagesUsage => ({
  input_tokens: usage.input - usage.cachedInput - usage.cacheWrite,
  output_tokens: usage.output,
  cache_creation_input_tokens: usage.cacheWrite,
  cache_read_input_tokens: usage.cachedInput,
  output_tokens_details: { thinking_tokens: usage.reasoning },
});
