/**
 * Whether a request was made by our own pages. A browser sends our cookie along whoever wrote the page that asks;
 * SameSite=Strict stops most of that, this stops the rest (a neighbour on another port is the same site).
 */

export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/**
 * What the browser says about where the request comes from: `own` page, `foreign` page, or nothing at all (`unsaid`, no browser).
 * `sec-fetch-site` cannot be set by a page's script; `origin` is the fallback for browsers without it.
 */
export const originOf = (headers: RequestHeaders): 'own' | 'foreign' | 'unsaid' => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own' : 'foreign';
  const origin = headers.origin;
  if (origin === undefined) return 'unsaid';
  // Hosts are compared and schemes are not: behind a proxy that ends TLS we see http where the browser sees https.
  return URL.parse(origin)?.host === headers.host && headers.host !== undefined ? 'own' : 'foreign';
};
