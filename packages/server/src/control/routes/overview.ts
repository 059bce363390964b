/** Figures for the Overview page. */
import { overview, overviewQuery } from '@plimsoll/contract/api/overview';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const readOverview = defineRoute({
  method: 'get',
  path: '/api/overview',
  tags: ['Overview'],
  summary: 'Requests, errors, tokens, cost and latency over time and by model',
  ...open(...readers),
  request: { query: overviewQuery },
  responses: { 200: json('Of all tenants for keys of the tenant `default`, else of the key\'s own tenant.', overview), ...failures },
});

export const addOverviewRoute = (app: ControlApp, deps: ControlDeps): void => {
  app.openapi(readOverview, async (context) => {
    const figures = deps.overview(context.req.valid('query'), visibleTenant(identityOf(context).caller));
    return context.json(await fromStore(figures, deps.storeTimeoutMs ?? 10_000), 200);
  });
};
