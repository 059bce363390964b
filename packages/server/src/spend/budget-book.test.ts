import { afterEach, expect, test } from 'vitest';
import { spendConfig } from '@plimsoll/contract/config/spend-config';
import { Purse } from '@plimsoll/engine/spend/purse';
import { postgresTreasury } from '../store/spend/postgres-treasury.ts';
import { describeOnEachStore } from '../store/stores.fixture.ts';
import { BudgetBook } from './budget-book.ts';

const admin = { keyId: 'k_1', tenant: 'default' };
const spender = { tenant: 'acme', app: 'shop', feature: null, user: 'ada', model: 'small' };

describeOnEachStore('budgets changed while servers run', (store) => {
  const open: BudgetBook[] = [];
  const openBook = async (): Promise<BudgetBook> => {
    const book = await BudgetBook.open({ config: spendConfig.parse({ monthly_usd: '10' }), db: store().db, models: new Set(['small']), log: () => undefined });
    open.push(book);
    return book;
  };
  afterEach(() => {
    for (const book of open.splice(0)) book.close();
  });

  test('a change is in force at once, survives a start, and can be taken back', async () => {
    const book = await openBook();
    expect(book.inForce).toMatchObject([{ name: 'monthly', source: 'plimsoll.yaml', settings: { usd: '10' } }]);
    await book.change('monthly', { usd: '3', per: 'month', mode: 'enforce' }, admin);
    await book.change('lab', { usd: '0.5', per: 'total', tenant: 'acme', mode: 'observe' }, admin);
    const other = await openBook();
    for (const one of [book, other]) {
      expect(one.inForce).toMatchObject([
        { name: 'monthly', source: 'api', changedBy: 'k_1', settings: { usd: '3' } },
        { name: 'lab', source: 'api', settings: { usd: '0.5', mode: 'observe' } },
      ]);
      expect(one.accounts(spender, Date.UTC(2026, 10, 27)).map(({ key }) => key)).toEqual(['lab//total', 'monthly//2026-11']);
    }
    expect(await book.revert('monthly')).toBe(true);
    expect(await book.revert('lab')).toBe(true);
    expect(await book.revert('never')).toBe(false);
    expect(book.inForce).toMatchObject([{ name: 'monthly', source: 'plimsoll.yaml', settings: { usd: '10' } }]);
  });

  test('a budget for a model that is not configured is refused', async () => {
    const book = await openBook();
    await expect(book.change('x', { usd: '1', per: 'day', model: 'big', mode: 'enforce' }, admin)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('a lowered cap holds for the very next call, whatever was leased under the old one; a raised one lets calls through again', async () => {
    const book = await openBook();
    const purse = new Purse({ treasury: postgresTreasury(store().db, 'one'), holder: 'one', now: Date.now, log: () => undefined, patienceMs: 0 });
    const atMs = Date.UTC(2026, 10, 27);
    const usd = 10n ** 12n;
    const wish = (amount: bigint) => ({ accounts: book.accounts(spender, atMs), wantPicoUsd: amount, leastPicoUsd: amount });
    (await purse.hold(wish(usd))).settle(usd);
    // A hundredth of ten dollars is leased still.
    expect(purse.tryHold(book.accounts(spender, atMs), usd / 100n)?.settle(0n)).toBeDefined();
    await book.change('monthly', { usd: '1', per: 'month', mode: 'enforce' }, admin);
    expect(purse.tryHold(book.accounts(spender, atMs), usd / 100n)).toBeNull();
    await expect(purse.hold(wish(usd / 100n))).rejects.toMatchObject({ code: 'budget_exceeded' });
    await book.change('monthly', { usd: '2', per: 'month', mode: 'enforce' }, admin);
    await expect(purse.hold(wish(usd / 2n))).resolves.toBeDefined();
    await purse.close();
  });
});

