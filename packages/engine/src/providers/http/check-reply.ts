/**
 * What a provider's status means for the call, the same for every protocol over HTTP: which replies the caller may see,
 * and which are the provider's trouble or our own credentials' and become errors that route can act on.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { UpstreamReply } from '../../provider.ts';
import { readRetryAfter } from './retry-after.ts';

const openBrace = 0x7b;
const closeBrace = 0x7d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Whether a body begins and ends as a JSON object does. It catches pages, empty and cut-off bodies at no cost worth naming;
 * the one full parse is left to whoever reads the usage.
 */
export const looksLikeJsonObject = (body: Uint8Array): boolean => {
  let first = 0;
  let last = body.length - 1;
  while (isBlank(body[first])) first += 1;
  while (isBlank(body[last])) last -= 1;
  return first < last && body[first] === openBrace && body[last] === closeBrace;
};

/** Some providers quote the key they refuse. An error reply goes to the caller, so it goes without. */
export const withoutSecrets = (body: Uint8Array, secrets: readonly string[]): Buffer => {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const quoted = secrets.filter((secret) => bytes.includes(secret));
  if (quoted.length === 0) return bytes;
  return Buffer.from(quoted.reduce((text, secret) => text.replaceAll(secret, '[key removed]'), bytes.toString('utf8')));
};

/**
 * Passes on what the caller may see: 2xx, and the 4xx that are about the request itself.
 * @param provider its name, for error messages.
 * @param secrets the credentials that were sent, removed should the reply quote them.
 * @throws PlimsollError `provider_credentials` on 401 and 403, `provider_rate_limited` on 429, `provider_failed` on 5xx,
 *   `provider_invalid_reply` on a body that is not JSON. None quotes the provider's body.
 */
export const checkReply = (provider: string, reply: UpstreamReply, secrets: readonly string[]): UpstreamReply => {
  const { status, headers, body } = reply;
  if (status === 401 || status === 403) throw new PlimsollError('provider_credentials', `(${provider}: status ${status})`);
  if (status === 429 || status >= 500) {
    const retryAfterS = readRetryAfter(headers['retry-after'], Date.now());
    const when = retryAfterS === undefined ? {} : { retryAfterS };
    throw status === 429 ? new PlimsollError('provider_rate_limited', `(${provider})`, when) : new PlimsollError('provider_failed', `(${provider}: status ${status})`, when);
  }
  if (!(body instanceof Uint8Array)) return reply;
  if (!looksLikeJsonObject(body)) {
    throw new PlimsollError('provider_invalid_reply', `(${provider}: no JSON object with status ${status})`);
  }
  if (status < 400) return reply;
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: withoutSecrets(body, secrets) };
};
