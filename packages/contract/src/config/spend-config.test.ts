import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './load-config.ts';
import { budgetsOf } from './spend-config.ts';

const withSpend = (spend: string): string => `service: shop\nmodels:\n  strong: { provider: openai }\nspend:\n${spend}`;

const spendIn = (spend: string) => parseConfig(withSpend(spend), { file: 'plimsoll.yaml' }).spend;

const problemIn = (spend: string): string => {
  try {
    spendIn(spend);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('amounts are read exactly as they are written, and the short forms are budgets like others', () => {
  const spend = spendIn('  monthly_usd: 500.10\n  per_user_daily_usd: 1\n  budgets:\n    lab: { usd: 0.000000000001, per: total, tenant: acme, mode: observe }\n');
  if (spend === undefined) throw new Error('no spend section');
  expect([...budgetsOf(spend)]).toEqual([
    ['monthly', { usd: '500.10', per: 'month', mode: 'enforce' }],
    ['each-user-daily', { usd: '1', per: 'day', each: 'user', mode: 'enforce' }],
    ['lab', { usd: '0.000000000001', per: 'total', tenant: 'acme', mode: 'observe' }],
  ]);
  expect(spend).toMatchObject({ time_zone: 'UTC', output_tokens: { unset: 16_384, least: 256 } });
});

test.each([
  ['  monthly_usd: -5\n', 'spend.monthly_usd: must be a decimal number of US dollars that is not negative'],
  ['  monthly_usd: 0.0000000000001\n', 'spend.monthly_usd: must be a decimal number'],
  ['  time_zone: Europe/Berlinn\n', 'spend.time_zone: is no time zone of the IANA database'],
  ['  budgets: { lab: { usd: 1, per: week } }\n', 'spend.budgets.lab.per'],
  ['  budgets: { lab: { usd: 1, per: day, model: stron } }\n', 'spend.budgets.lab.model: no model has this name — did you mean `strong`?'],
  ['  budgets: { monthly: { usd: 1, per: day } }\n', 'spend.budgets.monthly: this name is taken by a short form of `spend`'],
])('%j is refused', (spend, reason) => {
  expect(problemIn(spend)).toContain(reason);
});
