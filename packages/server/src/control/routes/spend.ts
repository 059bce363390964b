/** Where the budgets stand. */
import { spend } from '@plimsoll/contract/api/spend';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const readSpend = defineRoute({
  method: 'get',
  path: '/api/spend',
  tags: ['Spend'],
  summary: 'Spent, held and left of every budget, and where it is heading',
  ...open(...readers),
  responses: { 200: json('Of all tenants for keys of the tenant `default`, else what is the key\'s own tenant\'s.', spend), ...failures },
});

export const addSpendRoute = (app: ControlApp, deps: ControlDeps): void => {
  app.openapi(readSpend, async (context) =>
    context.json(await fromStore(deps.spend(visibleTenant(identityOf(context).caller)), deps.storeTimeoutMs ?? 10_000), 200),
  );
};
