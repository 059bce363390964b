/** Signing in to the console and out again. */
import { session, signInRequest } from '@plimsoll/contract/api/session';
import { PlimsollError } from '@plimsoll/contract/errors';
import { roles } from '@plimsoll/contract/role';
import type { Context } from 'hono';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { body, defineRoute, failures, json, open, type ControlApp, type ControlEnv } from '../define-route.ts';
import type { Identity } from '../identity.ts';
import { clearSessionCookie, setSessionCookie } from '../session-cookie.ts';
import { sessionHours } from '../session-token.ts';
import { createSignInLimiter } from '../sign-in-limiter.ts';

const tags = ['Session'];

const signIn = defineRoute({
  method: 'post',
  path: '/api/session',
  tags,
  summary: 'Exchange a key for a session cookie',
  ...open('public'),
  request: { body: body(signInRequest) },
  responses: { 200: json('Signed in; the cookie `plimsoll_session` is set.', session), ...failures },
});

const readSession = defineRoute({
  method: 'get',
  path: '/api/session',
  tags,
  summary: 'Who is calling',
  ...open(...roles),
  responses: { 200: json('The role and tenant of the key or session in use.', session), ...failures },
});

const signOut = defineRoute({
  method: 'delete',
  path: '/api/session',
  tags,
  summary: 'Forget the session cookie',
  ...open('public'),
  responses: { 204: { description: 'Signed out, or never signed in.' }, ...failures },
});

export const addSessionRoutes = (app: ControlApp, { identify, sessions, now }: ControlDeps): void => {
  const limiter = createSignInLimiter(now);

  app.openapi(signIn, (context) => {
    const address = context.env.incoming?.socket.remoteAddress ?? 'unknown';
    const waitS = limiter.waitS(address);
    if (waitS !== null) throw new PlimsollError('too_many_attempts', undefined, { retryAfterS: waitS });

    const found = identify({ 'x-api-key': context.req.valid('json').key }, true);
    if ('refused' in found) {
      limiter.failed(address);
      throw new PlimsollError(found.refused, found.detail);
    }
    if (found.caller.role === 'app') {
      throw new PlimsollError('forbidden', 'The console takes a key with one of the roles admin, operator, viewer; this key has app.');
    }
    const { token, expiresAt } = sessions.issue(found.caller);
    context.header('set-cookie', setSessionCookie(token, sessionHours * 3_600, cameOverHttps(context)));
    return context.json(shown({ caller: found.caller, sessionEndsAt: expiresAt }), 200);
  });

  app.openapi(readSession, (context) => context.json(shown(identityOf(context)), 200));

  app.openapi(signOut, (context) => {
    context.header('set-cookie', clearSessionCookie(cameOverHttps(context)));
    return context.body(null, 204);
  });
};

const shown = ({ caller, sessionEndsAt }: Identity) => ({
  role: caller.role,
  keyId: caller.keyId,
  tenant: caller.tenant,
  expiresAt: sessionEndsAt?.toISOString() ?? null,
});

/** Believes the proxy's header: all that lying about it brings is a cookie that the liar's own browser treats differently. */
const cameOverHttps = (context: Context<ControlEnv>): boolean =>
  new URL(context.req.url).protocol === 'https:' || context.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
