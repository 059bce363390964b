/** Providers: which models answer, how fast, and which are left alone for a while. */
import { providerList } from '@plimsoll/contract/api/providers';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';

const listProviders = defineRoute({
  method: 'get',
  path: '/api/providers',
  tags: ['Providers'],
  summary: 'How each model has done lately, and its circuit breaker',
  description: 'As the server that is asked has seen it: replicas learn each for itself.',
  ...open(...readers),
  responses: { 200: json('In the order of plimsoll.yaml.', providerList), ...failures },
});

export const addProviderRoutes = (app: ControlApp, { providers }: ControlDeps): void => {
  app.openapi(listProviders, (context) => context.json({ providers: [...providers()] }, 200));
};
