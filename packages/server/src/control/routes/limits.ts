/** Limits: what the rules are and how much they refuse. */
import { limitList } from '@plimsoll/contract/api/limits';
import { visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';

const listLimits = defineRoute({
  method: 'get',
  path: '/api/limits',
  tags: ['Limits'],
  summary: 'Limits, and how much they refuse',
  description: 'Keys of other tenants than `default` see the rules that are theirs alone.',
  ...open(...readers),
  responses: { 200: json('Each rule, as this server counts it.', limitList), ...failures },
});

export const addLimitRoutes = (app: ControlApp, { limits }: ControlDeps): void => {
  app.openapi(listLimits, (context) => {
    const tenant = visibleTenant(identityOf(context).caller);
    return context.json({ sharing: limits.sharing(), limits: limits.view().filter(({ rule }) => tenant === null || rule.tenant === tenant) }, 200);
  });
};
