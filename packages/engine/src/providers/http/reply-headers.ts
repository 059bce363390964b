/**
 * Which of a provider's reply headers go on. A list of what may pass, since a provider may send anything:
 * cookies, its operator's organisation and rate limits, or connection headers that belong to the hop alone.
 */
export const passingHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'retry-after',
  'request-id',
  'x-request-id',
  'anthropic-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-model',
  'x-should-retry',
]);
