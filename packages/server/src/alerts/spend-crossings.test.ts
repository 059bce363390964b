import { expect, test } from 'vitest';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import type { AccountStanding } from '../store/spend/read-spend.ts';
import { crossingsOf } from './spend-crossings.ts';

const usd = 10n ** 12n;
const budget = (name: string, settings: Partial<BudgetInForce['settings']> = {}): BudgetInForce => ({ name, settings: { usd: '100', per: 'month', mode: 'enforce', ...settings }, source: 'plimsoll.yaml', changedAt: null, changedBy: null, owner: null });
const standing = (spentUsd: number, changes: Partial<AccountStanding> = {}): AccountStanding => ({
  key: 'all//2026-11', budget: 'all', subject: '', period: '2026-11', endsAt: new Date('2026-12-01T00:00:00Z'),
  capPicoUsd: (100n * usd).toString(), settledPicoUsd: (BigInt(spentUsd) * usd).toString(), takenPicoUsd: (BigInt(spentUsd + 1) * usd).toString(), ...changes,
});
const context = { service: 'shop', owner: 'Ada', thresholds: [50, 80, 95], budgets: [budget('all'), budget('each', { each: 'user', mode: 'observe' })], nowMs: Date.parse('2026-11-16T00:00:00Z') };

test('below the first threshold there is nothing to say', () => {
  expect(crossingsOf([standing(49)], context)).toEqual([]);
});

test('a page says who, what, how fast, and when the cap will be reached', () => {
  const [crossing] = crossingsOf([standing(81)], context);
  expect(crossing).toMatchObject({
    account: 'all//2026-11', threshold: 80, covered: [50], tenant: null,
    alert: { owner: 'Ada', budget: 'all', spentUsd: '81', capUsd: '100', perHourUsd: '0.225', hitsCapAt: '2026-11-19T12:26:40.000Z' },
  });
  expect(crossing?.alert.text).toBe('shop: 80 % of budget "all" is spent: 81 of 100 US dollars; at this rate the cap is reached at 2026-11-19T12:26:40.000Z.');
});

test('a user\'s budget names the user and belongs to the tenant; one that only observes says so', () => {
  const [crossing] = crossingsOf([standing(60, { key: 'each/x', budget: 'each', subject: 'acme:Ada%20L.' })], context);
  expect(crossing).toMatchObject({ tenant: 'acme', threshold: 50 });
  expect(crossing?.alert.text).toContain('of acme / Ada L. is spent');
  expect(crossing?.alert.text).toContain('(this budget only observes)');
});

test('what is no budget any more, and a cap of nothing, page nobody', () => {
  expect(crossingsOf([standing(99, { budget: 'gone' }), standing(0, { capPicoUsd: '0' })], context)).toEqual([]);
});
