/**
 * What the providers over HTTP have in common: a client, a path an operation, headers that carry the key, and the meaning of statuses.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { operations, type Operation } from '@plimsoll/contract/operation';
import type { Provider } from '../../provider.ts';
import { checkReply } from './check-reply.ts';
import { createUpstreamClient, type UpstreamClientOptions } from './upstream-client.ts';

export interface HttpProviderOptions extends Omit<UpstreamClientOptions, 'baseUrl'> {
  readonly baseUrl?: string;
  /** null for servers that want none. */
  readonly apiKey: string | null;
  /** Sent with every request, e.g. `openai-organization`; names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpProtocol {
  readonly kind: string;
  readonly baseUrl: string;
  /** Path below the base URL of each operation it speaks. */
  readonly paths: Readonly<Partial<Record<Operation, string>>>;
  readonly headers: (apiKey: string | null) => Readonly<Record<string, string>>;
}

/** What the connection itself decides; a request that brought one of these would break it or send it elsewhere. */
const ownedByConnection = new Set([
  'connection', 'content-length', 'content-type', 'accept-encoding', 'expect', 'host', 'keep-alive', 'proxy-authorization',
  'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
]);

/** Credentials are the provider's own, never what a caller sent to us. */
const neverFromRequest = new Set([...ownedByConnection, 'authorization', 'x-api-key', 'api-key', 'cookie']);

const printable = /^[\x21-\x7e]+$/;
/** RFC 9110, sections 5.1 and 5.5, without the obsolete characters beyond ASCII. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e]*$/;

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * Makes a provider of a protocol.
 * @throws TypeError on a base URL, a key or a header that cannot be one; the message quotes no value.
 */
export const createHttpProvider = (protocol: HttpProtocol, options: HttpProviderOptions): Provider => {
  const { apiKey, name } = options;
  if (apiKey !== null && !printable.test(apiKey)) throw new TypeError('key: empty, or holds white space or characters beyond ASCII');
  const client = createUpstreamClient({ ...options, baseUrl: options.baseUrl ?? protocol.baseUrl });
  for (const [header, value] of Object.entries(options.headers ?? {})) {
    if (!headerName.test(header) || !headerValue.test(value)) throw new TypeError(`headers: "${header}" cannot be sent`);
  }
  const configured = Object.entries(lowerCase(options.headers ?? {})).filter(([header]) => !ownedByConnection.has(header));
  const fixed: Readonly<Record<string, string>> = {
    ...Object.fromEntries(configured),
    ...lowerCase(protocol.headers(apiKey)),
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  };
  // A configured header may be a credential too, e.g. `api-key`; short values are none, and are common in honest text.
  const secrets = [apiKey ?? '', ...configured.map(([, value]) => value)].filter((value) => value.length >= 8);
  const mayPass = (header: string): boolean => !(header in fixed) && !neverFromRequest.has(header);

  return {
    kind: protocol.kind,
    operations: operations.filter((operation) => protocol.paths[operation] !== undefined),
    call: async ({ operation, bytes, stream, headers, signal }) => {
      const path = protocol.paths[operation];
      if (path === undefined) throw new PlimsollError('unsupported', `(${name}: ${operation})`);
      const sent: Record<string, string> = { ...fixed };
      for (const header in headers) {
        const value = headers[header];
        if (value !== undefined && mayPass(header)) sent[header] = value;
      }
      return checkReply(name, await client.post({ path, headers: sent, bytes, stream, signal }), secrets);
    },
    close: client.close,
  };
};
