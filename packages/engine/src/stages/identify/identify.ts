/**
 * Second on the way: proves who is calling before anything of the request is read.
 * The look-up itself is the host's (a key table in memory); this stage holds the rules around it.
 */
import type { Attribution, Caller } from '@plimsoll/contract/caller';
import { PlimsollError, type ErrorCode } from '@plimsoll/contract/errors';
import type { Role } from '@plimsoll/contract/role';
import type { Identified, Received, Recorded } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** Finds the caller behind request headers. No I/O: it runs on every request. */
export type Authenticate = (headers: Received['headers']) => { readonly caller: Caller } | { readonly refused: ErrorCode };

/** Roles that may call models. A viewer may look, not spend. */
export const dataPlaneRoles: readonly Role[] = ['app', 'operator', 'admin'];

const longestAttribution = 200;

export const identify = (authenticate: Authenticate): Stage<Received & Recorded, Identified> => ({
  name: 'identify',
  run: (exchange, next) => {
    const found = authenticate(exchange.headers);
    if ('refused' in found) throw new PlimsollError(found.refused);
    const { caller } = found;
    const attribution = readAttribution(exchange.headers);
    exchange.journal.identified(caller, attribution);
    if (!dataPlaneRoles.includes(caller.role)) {
      throw new PlimsollError('forbidden', `Calling models takes one of the roles ${dataPlaneRoles.join(', ')}; this key has ${caller.role}.`);
    }
    return next({ caller, attribution });
  },
});

/** Who and what a call is for, as its headers say. */
export const readAttribution = (headers: Received['headers']): Attribution => ({
  user: label(headers['x-plimsoll-user']),
  feature: label(headers['x-plimsoll-feature']),
  session: label(headers['x-plimsoll-session']),
});

const label = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value.slice(0, longestAttribution));
