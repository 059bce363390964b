/**
 * Anthropic and every server that speaks its protocol.
 * Source: https://docs.anthropic.com/en/api/messages
 */
import type { Provider } from '../../provider.ts';
import { anthropicBatches } from './anthropic-batches.ts';
import { createHttpProvider, type HttpProtocol, type HttpProviderOptions } from '../http/create-http-provider.ts';

const anthropic: HttpProtocol = {
  kind: 'anthropic',
  baseUrl: 'https://api.anthropic.com',
  paths: { messages: '/v1/messages' },
  headers: (apiKey): Record<string, string> => ({
    'anthropic-version': '2023-06-01',
    ...(apiKey === null ? {} : { 'x-api-key': apiKey }),
  }),
  batches: anthropicBatches,
};

/**
 * Makes an Anthropic provider. `baseUrl` leaves the version out, e.g. `https://api.anthropic.com`, as Anthropic's own clients have it.
 * @throws TypeError on a base URL or a key that cannot be one.
 */
export const createAnthropicProvider = (options: HttpProviderOptions): Provider => createHttpProvider(anthropic, options);
