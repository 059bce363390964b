/** Where the budgets stand: spent, held, left, and where they are heading. Amounts are decimal pico-dollars. */
import { z } from 'zod';
import { budgetInForce, budgetName } from './budgets.ts';

const amount = z.string().describe('Decimal pico-dollars.');

export const spendAccount = z.object({
  key: z.string(),
  budget: z.string(),
  subject: z.object({ tenant: z.string().nullable(), name: z.string() }).nullable().describe('Whose it is where the budget is kept apart; null for one account in all.'),
  period: z.string().describe('`2026-11-27`, `2026-11` or `total`, in the organisation\'s time zone.'),
  endsAt: z.iso.datetime().nullable(),
  capPicoUsd: amount,
  spentPicoUsd: amount.describe('Settled by calls whose records are in the store.'),
  heldPicoUsd: amount.describe('Taken beyond that: by calls under way, and by servers ahead of calls to come.'),
  leftPicoUsd: amount.describe('What nobody has taken; negative where a cap was lowered below what is spent.'),
  forecast: z
    .object({ endPicoUsd: amount.describe('What the period comes to at the rate so far.'), hitsCapAt: z.iso.datetime().nullable().describe('When the cap is reached at that rate, if it is within the period.') })
    .nullable()
    .describe('Null where too little of the period is over, or it never ends.'),
});
export type SpendAccount = z.infer<typeof spendAccount>;

export const spend = z.object({
  timeZone: z.string(),
  budgets: z.array(budgetInForce.extend({ refused: z.number().int().describe('By this server since its start.'), wouldRefuse: z.number().int().describe('The same, where the budget only observes.') })),
  accounts: z.array(spendAccount).describe('The fullest first, at most 500.'),
});
export type Spend = z.infer<typeof spend>;

export const spendHistoryQuery = z.strictObject({ budget: budgetName });

export const spendHistory = z.object({
  budget: z.string(),
  from: z.iso.datetime().describe('Begin of the period.'),
  to: z.iso.datetime().describe('Its end.'),
  stepSeconds: z.number(),
  points: z.array(z.object({ at: z.iso.datetime(), spentPicoUsd: amount.describe('From the begin of the period to this moment, by records.') })),
});
export type SpendHistory = z.infer<typeof spendHistory>;
