/**
 * What a provider's address may look like. Checked once when a provider is made, so that nothing a request says can change it.
 */

export interface BaseUrl {
  readonly secure: boolean;
  /** As requests name it: with the port, where it is not the usual one. */
  readonly host: string;
  /** To connect to: a name or an address, one of IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
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
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.host,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    pathPrefix: url.pathname.replace(/\/+$/, ''),
  };
};
