/**
 * Console sessions without server state: the cookie holds a signed token that names the key which signed in.
 * The key table is asked on each use, so revoking the key ends its sessions on the spot.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from '@plimsoll/contract/caller';
import { isJsonObject } from '@plimsoll/contract/json';

export const sessionHours = 12;

export interface Sessions {
  /** Makes a token for a caller who has just shown a key. */
  readonly issue: (caller: Caller) => { readonly token: string; readonly expiresAt: Date };
  /** Who holds the token; null when it is forged, has ended, or its key is no longer valid. Never throws. */
  readonly read: (token: string) => { readonly caller: Caller; readonly expiresAt: Date } | null;
}

export interface SessionsOptions {
  /** At least 32 bytes, the same on all replicas; see `session-secret.ts`. */
  readonly secret: Uint8Array;
  /** Who holds the key with this id, null when it is no longer valid. */
  readonly callerOf: (keyId: string) => Caller | null;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

const longestToken = 1_000;

export const createSessions = ({ secret, callerOf, now = Date.now }: SessionsOptions): Sessions => {
  if (secret.length < 32) throw new RangeError('the session secret must have at least 32 bytes');
  const sign = (payload: string): Buffer => createHmac('sha256', secret).update(payload).digest();

  return {
    issue: (caller) => {
      const expiresAt = new Date(now() + sessionHours * 3_600_000);
      const claims = { key: caller.keyId, role: caller.role, expires: expiresAt.getTime() };
      const payload = `1.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return { token: `${payload}.${sign(payload).toString('base64url')}`, expiresAt };
    },

    read: (token) => {
      const dot = token.lastIndexOf('.');
      if (token.length > longestToken || dot < 0) return null;
      const payload = token.slice(0, dot);
      const expected = sign(payload);
      const given = Buffer.from(token.slice(dot + 1), 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      // Past this line the payload is our own.
      const claims: unknown = JSON.parse(Buffer.from(payload.slice(2), 'base64url').toString());
      if (!isJsonObject(claims) || typeof claims.key !== 'string' || typeof claims.expires !== 'number') return null;
      if (claims.expires <= now()) return null;
      const caller = callerOf(claims.key);
      return caller === null || caller.role !== claims.role ? null : { caller, expiresAt: new Date(claims.expires) };
    },
  };
};
