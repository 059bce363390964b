/**
 * How a route of the control plane is declared. Its roles are part of the declaration, appear in the OpenAPI document as
 * `x-plimsoll-roles`, and are what `authorise` enforces: there is no second list to keep in step.
 */
import type { HttpBindings } from '@hono/node-server';
import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { apiError } from '@plimsoll/contract/api/error';
import { roles, type Role } from '@plimsoll/contract/role';
import { z } from 'zod';
import type { Identity } from './identity.ts';

/** Roles that may use a route; `public` needs no key at all. */
export type Access = readonly [Role, ...Role[]] | readonly ['public'];

export const isAccess = (value: unknown): value is Access =>
  Array.isArray(value) && value.length > 0 && value.every((one) => one === 'public' || roles.some((role) => role === one));

export const rolesMember = 'x-plimsoll-roles';

export interface AccessDeclared {
  readonly [rolesMember]: Access;
  readonly security: { [scheme: string]: string[] }[];
}

export interface ControlEnv {
  /** Absent where the app is called without a server, as in tests. */
  Bindings: Partial<HttpBindings>;
  /** Set by `authorise` on every route that is not public. */
  Variables: { identity: Identity };
}

export type ControlApp = OpenAPIHono<ControlEnv>;

/** Security schemes of the OpenAPI document, any one of which will do. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A key: `Authorization: Bearer plm_...`.' },
  header: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'A key, as Anthropic\'s clients send it.' },
  session: { type: 'apiKey', in: 'cookie', name: 'plimsoll_session', description: 'The console\'s session, from `POST /api/session`.' },
} as const;

/** Who may use the route, to be spread into its declaration. */
export const open = (...access: Access): AccessDeclared => ({
  [rolesMember]: access,
  security: access[0] === 'public' ? [] : Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
});

/** Roles that may read the control plane. */
export const readers = ['admin', 'operator', 'viewer'] as const;

/** Declares a route; one without roles does not compile. */
export const defineRoute = <Route extends Omit<RouteConfig, 'path'> & { path: string } & AccessDeclared>(route: Route) =>
  createRoute<Route['path'], Route>(route);

/** A JSON reply, for `responses`. */
export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A JSON body, for `request.body`. */
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** Made anew: the contract's own may have been made before `.openapi` was there, in a program that loads this lazily. */
const shownError = z.object(apiError.shape).openapi('Error');

/** The error replies of a route, for `responses`; handlers throw, and `failure.ts` answers. */
export const failures = { '4XX': json('Refused; `error.code` is from the catalogue.', shownError), '5XX': json('Failed.', shownError) } as const;
