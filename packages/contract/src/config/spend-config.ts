/** `spend`: what may be spent, by whom, until when. A request has to fit every budget that it falls under. */
import { z } from 'zod';
import { budgetDimensions, budgetModes, budgetPeriods } from '../budget.ts';
import { isAbove, readDecimal } from './decimal.ts';
import { name } from './names.ts';

const largest = 1_000_000_000n;

/** Reaches the schema as the text of the file (see `load-config.ts`), and stays text: it is read exactly. */
const usd = () =>
  z
    .string()
    .refine((text) => {
      const value = readDecimal(text);
      return value !== null && value.decimals <= 12 && !isAbove(value, largest);
    }, 'must be a decimal number of US dollars that is not negative, such as 500 or 0.25')
    .meta({ type: ['number', 'string'] });

const timeZone = z.string().max(100).refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'is no time zone of the IANA database, such as `Europe/Berlin` or `UTC`');

const who = z.string().min(1).max(200);
const mode = z.enum(budgetModes).default('enforce');

export const budgetConfig = z
  .strictObject({
    usd: usd().describe('US dollars that may be spent in each period, read exactly as written.'),
    per: z.enum(budgetPeriods).describe('When it begins anew: each `day` or `month` in `spend.time_zone`, or never (`total`).'),
    each: z.enum(budgetDimensions).optional().describe('Keeps one such budget for each tenant, app, feature, user or model, instead of one for all.'),
    tenant: who.optional().describe('Only calls of this tenant.'),
    app: who.optional().describe('Only calls of this app.'),
    feature: who.optional().describe('Only calls with this `x-plimsoll-feature`.'),
    user: who.optional().describe('Only calls with this `x-plimsoll-user`.'),
    model: name.optional().describe('Only calls to this model.'),
    mode: mode.describe('`enforce` refuses what does not fit; `observe` only counts it.'),
  })
  .describe('One budget.');
export type BudgetConfig = z.output<typeof budgetConfig>;

const percent = z.string().regex(/^(?:100|[1-9]?\d)%$/, 'is a share such as 80%');

export const spendConfig = z.strictObject({
  time_zone: timeZone.default('UTC').describe('Where days and months begin: a name of the IANA time zone database.'),
  monthly_usd: usd().optional().describe('Short for a budget per month over everything: the organisation\'s ceiling.'),
  per_user_daily_usd: usd().optional().describe('Short for a budget per day for each user.'),
  budgets: z
    .record(name, budgetConfig)
    .refine((all) => Object.keys(all).length <= 100, 'at most 100 budgets')
    .default({})
    .describe('Further budgets, by name.'),
  page_at_rate: z.int().min(2).max(1000).default(4).describe('A page is sent, once a day and tenant, when an hour costs this many times what nine of ten hours of the week before stayed under.'),
  page_at: z.array(percent).max(10).default(['50%', '80%', '95%']).describe('Shares of a budget at which a page is sent, once each.'),
  output_tokens: z
    .strictObject({
      unset: z.int().min(1).max(1_000_000).default(16_384).describe('Output limit for calls under a budget whose caller set none.'),
      least: z.int().min(1).max(100_000).default(256).describe('Where little is left the output limit is lowered, but not below this; then the call is refused.'),
    })
    .prefault({})
    .describe('Output limits that budgets rely on: what has no limit has no worst case.'),
});
export type SpendConfig = z.output<typeof spendConfig>;

/** Names of the budgets that the short forms stand for. */
export const monthlyBudget = 'monthly';
export const dailyUserBudget = 'each-user-daily';

/** All budgets, the short forms spelt out, in the file's order. */
export const budgetsOf = (spend: SpendConfig): ReadonlyMap<string, BudgetConfig> =>
  new Map([
    ...(spend.monthly_usd === undefined ? [] : [[monthlyBudget, { usd: spend.monthly_usd, per: 'month', mode: 'enforce' }] as const]),
    ...(spend.per_user_daily_usd === undefined ? [] : [[dailyUserBudget, { usd: spend.per_user_daily_usd, per: 'day', each: 'user', mode: 'enforce' }] as const]),
    ...Object.entries(spend.budgets),
  ]);
