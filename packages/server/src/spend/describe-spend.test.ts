import { expect, test } from 'vitest';
import type { BudgetInForce } from '@plimsoll/contract/api/budgets';
import type { AccountStanding } from '../store/spend/read-spend.ts';
import { describeSpend } from './describe-spend.ts';

const budget = (name: string, settings: Partial<BudgetInForce['settings']>): BudgetInForce => ({ name, settings: { usd: '1', per: 'total', mode: 'enforce', ...settings }, source: 'plimsoll.yaml', changedAt: null, changedBy: null, owner: null });
const standing = (name: string, subject: string, changes: Partial<AccountStanding> = {}): AccountStanding => ({ key: `${name}/${encodeURIComponent(subject)}/total`, budget: name, subject, period: 'total', endsAt: null, capPicoUsd: '100', settledPicoUsd: '40', takenPicoUsd: '70', ...changes });

const book = { timeZone: 'UTC', inForce: [budget('all', {}), budget('each-user', { each: 'user' }), budget('each-tenant', { each: 'tenant' }), budget('acme', { tenant: 'acme' })] };
const standings = [standing('all', ''), standing('each-user', 'acme:Ada%20L.'), standing('each-user', 'other:Bob'), standing('each-tenant', 'acme'), standing('acme', ''), standing('gone', '')];

test('spent, held and left add up to the cap; what is no budget any more is left out', () => {
  const { accounts, budgets } = describeSpend(book, standings, [], null, 0);
  expect(budgets.map(({ name }) => name)).toEqual(['all', 'each-user', 'each-tenant', 'acme']);
  expect(accounts).toHaveLength(5);
  expect(accounts[0]).toMatchObject({ spentPicoUsd: '40', heldPicoUsd: '30', leftPicoUsd: '30', subject: null });
  expect(accounts[1]?.subject).toEqual({ tenant: 'acme', name: 'Ada L.' });
});

test('isolation: another tenant sees what is its own, and nothing of the organisation or of others', () => {
  const { accounts, budgets } = describeSpend(book, standings, [], 'acme', 0);
  expect(accounts.map(({ key }) => key)).toEqual(['each-user/acme%3AAda%2520L./total', 'each-tenant/acme/total', 'acme//total']);
  expect(budgets.map(({ name }) => name)).toEqual(['each-user', 'each-tenant', 'acme']);
  expect(describeSpend(book, standings, [], 'nobody', 0)).toMatchObject({ accounts: [], budgets: [] });
});
