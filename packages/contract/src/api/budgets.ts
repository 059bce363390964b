/** Budgets as they are in force: those of plimsoll.yaml, and what was changed since by the API or the console. */
import { z } from 'zod';
import { budgetConfig } from '../config/spend-config.ts';

export const budgetSettings = budgetConfig;
export type BudgetSettings = z.output<typeof budgetSettings>;

export const budgetName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/).describe('Name of the budget.');

export const budgetInForce = z.object({
  name: z.string(),
  settings: budgetSettings,
  source: z.enum(['plimsoll.yaml', 'api']).describe('Where what is in force was said last.'),
  changedAt: z.iso.datetime().nullable().describe('When it was changed by the API; null where plimsoll.yaml is in force.'),
  changedBy: z.string().nullable().describe('Id of the key that changed it.'),
  owner: z.string().nullable().describe('Tenant of that key: others than `default` change only what they have set themselves.'),
});
export type BudgetInForce = z.infer<typeof budgetInForce>;

export const budgetList = z.object({ timeZone: z.string(), budgets: z.array(budgetInForce) });
export type BudgetList = z.infer<typeof budgetList>;
