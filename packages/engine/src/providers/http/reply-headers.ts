/**
 * Which of a provider's reply headers go on. A list of what may pass, since a provider may send anything:
 * cookies, its operator's organisation and rate limits, or connection headers that belong to the hop alone.
 */
import type { ReplyHeaders } from '../../reply.ts';

const passing = [
  'content-type',
  'retry-after',
  'request-id',
  'x-request-id',
  'anthropic-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-model',
  'x-should-retry',
] as const;

/** Picks the headers that may pass. Of a repeated header the first value counts. */
export const passingHeaders = (headers: Readonly<Record<string, string | string[] | undefined>>): ReplyHeaders => {
  const picked: Record<string, string> = {};
  for (const name of passing) {
    const value = headers[name];
    if (typeof value === 'string') picked[name] = value;
    else if (value?.[0] !== undefined) picked[name] = value[0];
  }
  return picked;
};
