/**
 * Anthropic's usage report in our one form. Its `input_tokens` leaves out what was read from and written to the cache.
 * Source: https://docs.anthropic.com/en/api/messages#response-usage
 */
import type { Json } from '@plimsoll/contract/json';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { objectIn } from '@plimsoll/contract/wire/members';
import { partOf, tokenCount } from './token-count.ts';

/** @returns null when the report says nothing usable. */
export const usageFromMessages = (value: Json | undefined): TokenUsage | null => {
  const usage = objectIn(value);
  if (usage === null) return null;
  const uncached = tokenCount(usage.input_tokens);
  const output = tokenCount(usage.output_tokens);
  if (uncached === null && output === null) return null;
  const lifetimes = objectIn(usage.cache_creation);
  const written1h = tokenCount(lifetimes?.ephemeral_1h_input_tokens) ?? 0;
  const writtenParts = written1h + (tokenCount(lifetimes?.ephemeral_5m_input_tokens) ?? 0);
  const cacheWrite = tokenCount(usage.cache_creation_input_tokens) ?? writtenParts;
  const cachedInput = tokenCount(usage.cache_read_input_tokens) ?? 0;
  return {
    ...noUsage,
    input: (uncached ?? 0) + cachedInput + cacheWrite,
    output: output ?? 0,
    cachedInput,
    cacheWrite,
    cacheWrite1h: Math.min(cacheWrite, written1h),
    reasoning: partOf(output ?? 0, objectIn(usage.output_tokens_details)?.thinking_tokens),
    source: 'provider',
  };
};
