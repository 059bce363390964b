/**
 * The usage report of OpenAI's embeddings in our one form: there is only input.
 * Source: https://platform.openai.com/docs/api-reference/embeddings/create
 */
import type { Json } from '@plimsoll/contract/json';
import { noUsage, type TokenUsage } from '@plimsoll/contract/token-usage';
import { objectIn } from '@plimsoll/contract/wire/members';
import { tokenCount } from './token-count.ts';

/** @returns null when the report says nothing usable. */
export const usageFromEmbeddings = (value: Json | undefined): TokenUsage | null => {
  const usage = objectIn(value);
  const input = tokenCount(usage?.prompt_tokens) ?? tokenCount(usage?.total_tokens);
  return input === null ? null : { ...noUsage, input, source: 'provider' };
};
