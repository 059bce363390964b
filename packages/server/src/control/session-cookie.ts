/** The console's cookie, written and read. No script can read it, and no other site's page can have it sent. */

export const sessionCookieName = 'plimsoll_session';

/** `Set-Cookie` for a token. `secure` where the browser came over https, since it would refuse the cookie otherwise on http. */
export const setSessionCookie = (token: string, maxAgeS: number, secure: boolean): string =>
  `${sessionCookieName}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

/** `Set-Cookie` that makes the browser forget the session. */
export const clearSessionCookie = (secure: boolean): string => setSessionCookie('', 0, secure);

/** The token in a `Cookie` header, null when there is none. */
export const sessionCookie = (header: string | undefined): string | null => {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === sessionCookieName && value !== undefined && value !== '') return value;
  }
  return null;
};
