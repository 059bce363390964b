/** Budgets for tests of what spends from them: their treasury answers at once. */
import { accountsOf, type Budget } from './budgets.ts';
import { Purse } from './purse.ts';
import { SimulatedTreasury } from './simulated-treasury.fixture.ts';
import type { Spend } from './spend.ts';

/** One for everybody and all time, unless the changes say otherwise. */
export const budgetOf = (capPicoUsd: bigint, changes: Partial<Budget> = {}): Budget => ({ name: 'all', capPicoUsd, per: 'total', mode: 'enforce', only: {}, each: null, ...changes });

export interface SpendOf {
  readonly spend: Spend;
  readonly purse: Purse;
  /** How often the treasury was asked. */
  readonly asked: () => number;
}

export const spendOf = (...budgets: Budget[]): SpendOf => {
  const treasury = new SimulatedTreasury();
  const own = treasury.for('h');
  let asked = 0;
  const purse = new Purse({
    treasury: {
      lease: (asks) => {
        asked += 1;
        const answer = own.lease(asks);
        for (const { apply, answer: tell } of treasury.pending.splice(0)) tell(apply());
        return answer;
      },
    },
    holder: 'h',
    now: () => Date.now(),
    log: () => undefined,
    patienceMs: 0,
  });
  return { spend: { isNeeded: () => true, accounts: accountsOf(budgets, 'UTC'), purse, unsetOutputTokens: 1000, leastOutputTokens: 20 }, purse, asked: () => asked };
};
