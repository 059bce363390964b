/**
 * Anthropic reports usage twice in a stream: the prompt in `message_start`, then running totals in each `message_delta`.
 * Source: https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { objectIn } from '@plimsoll/contract/wire/members';
import { tokenCount } from './token-count.ts';

/**
 * Lays a later report over an earlier one. Totals only grow, so the larger number stands:
 * some gateways send zeros at the start, others zeros at the end.
 */
export const mergeMessagesUsage = (earlier: JsonObject | null, report: Json | undefined): JsonObject | null => {
  const later = objectIn(report);
  if (earlier === null || later === null) return later ?? earlier;
  return {
    input_tokens: larger(earlier.input_tokens, later.input_tokens),
    output_tokens: larger(earlier.output_tokens, later.output_tokens),
    cache_creation_input_tokens: larger(earlier.cache_creation_input_tokens, later.cache_creation_input_tokens),
    cache_read_input_tokens: larger(earlier.cache_read_input_tokens, later.cache_read_input_tokens),
    cache_creation: later.cache_creation ?? earlier.cache_creation,
    output_tokens_details: later.output_tokens_details ?? earlier.output_tokens_details,
  };
};

const larger = (earlier: Json | undefined, later: Json | undefined): number | null => {
  const [before, after] = [tokenCount(earlier), tokenCount(later)];
  return before === null || after === null ? (before ?? after) : Math.max(before, after);
};
