/** Where the budgets stand, and how they came there. */
import { spend, spendHistory, spendHistoryQuery } from '@plimsoll/contract/api/spend';
import { PlimsollError } from '@plimsoll/contract/errors';
import { visibleTenant } from '../../keys/tenancy.ts';
import { periodBegin } from '../../spend/forecast.ts';
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

const readHistory = defineRoute({
  method: 'get',
  path: '/api/spend/history',
  tags: ['Spend'],
  summary: 'How a budget was used up in its present period',
  description: 'For budgets with one account and a period that ends. By the records of calls, so what is held is not in it.',
  ...open(...readers),
  request: { query: spendHistoryQuery },
  responses: { 200: json('Sums from the begin of the period, step by step.', spendHistory), ...failures },
});

export const addSpendRoute = (app: ControlApp, deps: ControlDeps): void => {
  const { storeTimeoutMs = 10_000 } = deps;
  app.openapi(readSpend, async (context) => context.json(await fromStore(deps.spend(visibleTenant(identityOf(context).caller)), storeTimeoutMs), 200));

  app.openapi(readHistory, async (context) => {
    const { budget: name } = context.req.valid('query');
    const { budgets, accounts, timeZone } = await fromStore(deps.spend(visibleTenant(identityOf(context).caller)), storeTimeoutMs);
    const budget = budgets.find((one) => one.name === name);
    const account = accounts.find((one) => one.budget === name);
    if (budget === undefined) throw new PlimsollError('not_found', 'No budget has this name.');
    if (account === undefined || account.endsAt === null || budget.settings.each !== undefined) throw new PlimsollError('not_found', 'This budget has no single account with a period that ends, or nothing was spent of it yet.');
    const to = new Date(account.endsAt);
    const from = periodBegin(account.period, to, timeZone);
    return context.json(await fromStore(deps.spendHistory({ budget: name, settings: budget.settings, from, to, now: new Date() }), storeTimeoutMs), 200);
  });
};
