/**
 * What a caller may ask of the data plane, named after its wire protocol.
 * `chat` is OpenAI Chat Completions, `messages` is Anthropic Messages, `embeddings` is OpenAI Embeddings.
 */
export const operations = ['chat', 'messages', 'embeddings'] as const;
export type Operation = (typeof operations)[number];

/** Which family's error shape and authentication habits an operation follows. */
export type Dialect = 'openai' | 'anthropic';

export const dialectOf = (operation: Operation): Dialect => (operation === 'messages' ? 'anthropic' : 'openai');
