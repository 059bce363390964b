/** What is being served, and how the server is doing. */
import { system } from '@plimsoll/contract/api/system';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';

const readSystem = defineRoute({
  method: 'get',
  path: '/api/system',
  tags: ['About'],
  summary: 'Models, routes, versions and the state of the store',
  ...open(...readers),
  responses: { 200: json('As it is now.', system), ...failures },
});

export const addSystemRoute = (app: ControlApp, deps: ControlDeps): void => {
  app.openapi(readSystem, async (context) => context.json(await deps.system(), 200));
};
