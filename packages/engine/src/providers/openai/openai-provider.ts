/**
 * OpenAI and every server that speaks its protocol.
 * Source: https://platform.openai.com/docs/api-reference
 */
import type { Provider } from '../../provider.ts';
import { openAiBatches } from './openai-batches.ts';
import { createHttpProvider, type HttpProtocol, type HttpProviderOptions } from '../http/create-http-provider.ts';

const openAi: HttpProtocol = {
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  paths: { chat: '/chat/completions', embeddings: '/embeddings' },
  headers: (apiKey): Record<string, string> => (apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  batches: openAiBatches,
};

/**
 * Makes an OpenAI provider. `baseUrl` includes the version, e.g. `https://api.openai.com/v1`, as OpenAI's own clients have it.
 * @throws TypeError on a base URL or a key that cannot be one.
 */
export const createOpenAiProvider = (options: HttpProviderOptions): Provider => createHttpProvider(openAi, options);
