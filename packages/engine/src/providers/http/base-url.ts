/**
 * What a provider's address may look like. Checked once when a provider is made, so that nothing a request says can change it.
 */

export interface BaseUrl {
  /** E.g. `https://api.openai.com`. */
  readonly origin: string;
  /** E.g. `/v1`; empty, or with a leading and without a trailing slash. */
  readonly pathPrefix: string;
}

/**
 * Reads a provider's base URL.
 * @throws TypeError saying what is wrong, without quoting the URL: it may hold a password.
 */
export const readBaseUrl = (text: string): BaseUrl => {
  const url = URL.parse(text);
  if (url === null) throw new TypeError('base URL: not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('base URL: must begin with https:// or http://');
  if (url.username !== '' || url.password !== '') throw new TypeError('base URL: must not hold credentials; give them as the key');
  if (url.search !== '' || url.hash !== '') throw new TypeError('base URL: must not hold a query or a fragment');
  return { origin: url.origin, pathPrefix: url.pathname.replace(/\/+$/, '') };
};
