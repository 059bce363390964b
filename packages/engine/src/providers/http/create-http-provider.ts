/**
 * What the providers over HTTP have in common: a client, a path an operation, headers that carry the key, and the meaning of statuses.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { operations, type Operation } from '@plimsoll/contract/operation';
import type { Provider } from '../../provider.ts';
import type { ProviderBatches } from '../../provider-batches.ts';
import { createBatchClient, type BatchClient } from './batch-client.ts';
import { checkReply } from './check-reply.ts';
import { isOwnedByConnection } from './request-head.ts';
import { createUpstreamClient, type UpstreamClientOptions } from './upstream-client.ts';

export interface HttpProviderOptions extends Omit<UpstreamClientOptions, 'baseUrl'> {
  readonly baseUrl?: string;
  /** null for servers that want none. */
  readonly apiKey: string | null;
  /** Sent with every request, e.g. `openai-organization`; names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether its own batch API is used where callers make batches. */
  readonly batchApi?: boolean;
}

export interface HttpProtocol {
  readonly kind: string;
  readonly baseUrl: string;
  /** Path below the base URL of each operation it speaks. */
  readonly paths: Readonly<Partial<Record<Operation, string>>>;
  readonly headers: (apiKey: string | null) => Readonly<Record<string, string>>;
  readonly batches: (client: BatchClient) => ProviderBatches;
}

/** An upload of tens of megabytes takes a while, and so may the first byte of an answer to it. */
const batchTimeoutMs = 120_000;

/** Without what belongs to the connection: `fetch` sets that itself. */
const sendable = (headers: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(headers).filter(([header]) => !isOwnedByConnection(header)));

const printable = /^[\x21-\x7e]+$/;

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * Makes a provider of a protocol.
 * @throws TypeError on a base URL, a key or a header that cannot be one; the message quotes no value.
 */
export const createHttpProvider = (protocol: HttpProtocol, options: HttpProviderOptions): Provider => {
  const { apiKey, name } = options;
  if (apiKey !== null && !printable.test(apiKey)) throw new TypeError('key: empty, or holds white space or characters beyond ASCII');
  const configured = lowerCase(options.headers ?? {});
  const baseUrl = options.baseUrl ?? protocol.baseUrl;
  const headers = { ...configured, ...lowerCase(protocol.headers(apiKey)) };
  const client = createUpstreamClient({ ...options, baseUrl, headers });
  // A configured header may be a credential too, e.g. `api-key`; short values are none, and are common in honest text.
  const credentials = Object.keys(configured).filter((header) => !isOwnedByConnection(header)).map((header) => configured[header] ?? '');
  const secrets = [apiKey ?? '', ...credentials].filter((value) => value.length >= 8);

  return {
    kind: protocol.kind,
    operations: operations.filter((operation) => protocol.paths[operation] !== undefined),
    call: async ({ operation, bytes, stream, headers: passedOn, signal }) => {
      const path = protocol.paths[operation];
      if (path === undefined) throw new PlimsollError('unsupported', `(${name}: ${operation})`);
      return checkReply(name, await client.post({ path, headers: passedOn, bytes, stream, signal }), secrets);
    },
    ...(options.batchApi === true ? { batches: protocol.batches(createBatchClient({ name, baseUrl, headers: sendable(headers), secrets, timeoutMs: batchTimeoutMs })) } : {}),
    close: client.close,
  };
};
