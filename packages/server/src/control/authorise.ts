/**
 * Lets a request through to its route when the caller's role is among those that the route declares.
 * Deny by default: a route that declares no roles answers nobody.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Access, ControlEnv } from './define-route.ts';
import type { Identify, Identity } from './identity.ts';
import { originOf } from './same-origin.ts';

/** What a route declares, by the method and path it was registered under, e.g. `GET` and `/api/keys/:id`. */
export type AccessOf = (method: string, path: string) => Access | undefined;

export const authorise = (identify: Identify, accessOf: AccessOf): MiddlewareHandler<ControlEnv> => async (context, next) => {
  const route = matchedRoutes(context).findLast(({ method }) => method !== 'ALL');
  // Nothing there: the not-found handler answers, whoever asks.
  if (route === undefined) return next();

  const access = accessOf(route.method, route.path);
  if (access === undefined) throw new Error(`route ${route.method} ${route.path} declares no roles`);

  const changesState = route.method !== 'GET';
  const headers = context.req.header();
  if (access[0] === 'public') {
    // Signing in and out needs no key, and another site's page must not do it for the user all the same.
    if (changesState && originOf(headers) === 'foreign') throw new PlimsollError('forbidden', 'Another site\'s page may not do that.');
    return next();
  }

  const identity = identify(headers, changesState);
  if ('refused' in identity) throw new PlimsollError(identity.refused, identity.detail);
  const { role } = identity.caller;
  if (!access.some((allowed) => allowed === role)) {
    throw new PlimsollError('forbidden', `It takes one of the roles ${access.join(', ')}; this key has ${role}.`);
  }
  context.set('identity', identity);
  return next();
};

/** Who is calling, on a route that is not public. */
export const identityOf = (context: Context<ControlEnv>): Identity => context.get('identity');
