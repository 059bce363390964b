/**
 * Who is calling, from the request's headers: a key as `Authorization: Bearer` or `x-api-key`, else the console's session cookie.
 * The control plane and the data plane share it, so that the console's Playground calls models without ever holding a key.
 */
import type { Caller } from '@plimsoll/contract/caller';
import type { ErrorCode } from '@plimsoll/contract/errors';
import type { KeyTable } from '../keys/key-table.ts';
import { originOf, type RequestHeaders } from './same-origin.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Sessions } from './session-token.ts';

export interface Identity {
  readonly caller: Caller;
  /** End of the console session; null when the request carries a key itself. */
  readonly sessionEndsAt: Date | null;
}

export interface NoIdentity {
  readonly refused: Extract<ErrorCode, 'missing_key' | 'invalid_key' | 'revoked_key' | 'forbidden'>;
  readonly detail?: string;
}

export interface Identify {
  /** @param changesState true for anything but a plain read: then a session counts only on requests of our own pages. */
  (headers: RequestHeaders, changesState: boolean): Identity | NoIdentity;
}

export const createIdentify = (table: Pick<KeyTable, 'lookup'>, sessions: Sessions): Identify => (headers, changesState) => {
  const key = keyIn(headers);
  if (key !== null) {
    const found = table.lookup(key);
    return 'caller' in found ? { caller: found.caller, sessionEndsAt: null } : found;
  }
  const token = sessionCookie(headers.cookie);
  if (token === null) return { refused: 'missing_key' };
  const session = sessions.read(token);
  if (session === null) return { refused: 'missing_key', detail: 'The console session has ended; sign in again.' };
  if (changesState && originOf(headers) !== 'own') {
    return { refused: 'forbidden', detail: 'A console session may be used by the console\'s own pages only.' };
  }
  return { caller: session.caller, sessionEndsAt: session.expiresAt };
};

/** The key a request carries, null when it carries none. Other schemes than Bearer may belong to a proxy on the way. */
const keyIn = (headers: RequestHeaders): string | null => {
  const { authorization } = headers;
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  return headers['x-api-key']?.trim() || null;
};
