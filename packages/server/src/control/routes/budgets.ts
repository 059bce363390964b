/** Budgets: read, changed while the server runs, and put back to what plimsoll.yaml says. */
import { z } from 'zod';
import { budgetInForce, budgetList, budgetName, budgetSettings, type BudgetInForce, type BudgetList, type BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { Caller } from '@plimsoll/contract/caller';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isStaff, visibleTenant } from '../../keys/tenancy.ts';
import { identityOf } from '../authorise.ts';
import type { ControlDeps } from '../control-deps.ts';
import { body, defineRoute, failures, json, open, readers, type ControlApp } from '../define-route.ts';
import { fromStore } from '../failure.ts';

const tags = ['Spend'];
const params = z.object({ name: budgetName });

const listBudgets = defineRoute({
  method: 'get',
  path: '/api/budgets',
  tags,
  summary: 'Budgets in force',
  description: 'Keys of other tenants than `default` see the budgets that are theirs alone.',
  ...open(...readers),
  responses: { 200: json('Those of plimsoll.yaml, with the changes over them.', budgetList), ...failures },
});

const changeBudget = defineRoute({
  method: 'put',
  path: '/api/budgets/{name}',
  tags,
  summary: 'Set a budget',
  description: 'In force here at once and in other replicas within seconds. Admins of other tenants than `default` set budgets for their own tenant alone.',
  ...open('admin'),
  request: { params, body: body(budgetSettings) },
  responses: { 200: json('The budget as it is now.', budgetInForce), ...failures },
});

const revertBudget = defineRoute({
  method: 'delete',
  path: '/api/budgets/{name}',
  tags,
  summary: 'Take a change of a budget back',
  description: 'What plimsoll.yaml says is in force again; a budget that it does not name is gone.',
  ...open('admin'),
  request: { params },
  responses: { 200: json('All budgets in force.', budgetList), ...failures },
});

/** Other tenants set budgets for themselves alone, beside those that the staff has set for them. */
const ownOnly = (caller: Pick<Caller, 'tenant'>, name: string, settings: BudgetSettings, inForce: readonly BudgetInForce[]): void => {
  if (isStaff(caller)) return;
  if (settings.tenant !== caller.tenant) throw new PlimsollError('invalid_request', `This key sets budgets with \`tenant: ${caller.tenant}\` only.`);
  const known = inForce.find((budget) => budget.name === name);
  if (known !== undefined && !isTheirs(caller, known)) throw new PlimsollError('conflict', 'This name is taken.');
};

/** What the staff has set for a tenant is a ceiling that the tenant itself cannot lift. */
const isTheirs = (caller: Pick<Caller, 'tenant'>, { owner }: BudgetInForce): boolean => owner === caller.tenant;

export const addBudgetRoutes = (app: ControlApp, { budgets, storeTimeoutMs = 10_000 }: ControlDeps): void => {
  app.openapi(listBudgets, (context) => context.json(listFor(identityOf(context).caller, budgets), 200));

  app.openapi(changeBudget, async (context) => {
    const { caller } = identityOf(context);
    const { name } = context.req.valid('param');
    const settings = context.req.valid('json');
    ownOnly(caller, name, settings, budgets.inForce);
    const changed = budgets.change(name, settings, caller);
    return context.json(await fromStore(changed, storeTimeoutMs), 200);
  });

  app.openapi(revertBudget, async (context) => {
    const { caller } = identityOf(context);
    const { name } = context.req.valid('param');
    const known = budgets.inForce.find((budget) => budget.name === name);
    const may = known !== undefined && (isStaff(caller) || isTheirs(caller, known));
    if (!may || !(await fromStore(budgets.revert(name), storeTimeoutMs))) throw new PlimsollError('not_found', `No budget called "${name}" was changed.`);
    return context.json(listFor(caller, budgets), 200);
  });
};

const listFor = (caller: Pick<Caller, 'tenant'>, { timeZone, inForce }: ControlDeps['budgets']): BudgetList => {
  const tenant = visibleTenant(caller);
  return { timeZone, budgets: inForce.filter(({ settings }) => tenant === null || settings.tenant === tenant) };
};
