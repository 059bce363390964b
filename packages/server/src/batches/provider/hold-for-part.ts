/** Holds the worst case of many items at once, under a holder of their own, so that it outlives this process. */
import type { Account } from '@plimsoll/engine/spend/budgets';
import type { Treasury } from '@plimsoll/engine/spend/treasury';

/**
 * @param amounts pico-dollars of each item, in the order in which they are to go
 * @returns how many of them fit into every enforced budget; what does not is given back
 * @throws what the treasury does; nothing is known then of what it granted, and the holder is to be closed
 */
export const holdForPart = async (treasury: Treasury, accounts: readonly Account[], amounts: readonly bigint[]): Promise<number> => {
  if (accounts.length === 0) return amounts.length;
  const all = amounts.reduce((sum, amount) => sum + amount, 0n);
  const grants = await treasury.lease(accounts.map((account) => ({ account, sequence: 1, keepPicoUsd: 0n, needPicoUsd: all, slicePicoUsd: 0n })));
  let room = all;
  for (const [place, account] of accounts.entries()) {
    const granted = grants[place]?.grantedPicoUsd ?? 0n;
    if (account.budget.mode === 'enforce' && granted < room) room = granted;
  }
  let used = 0n;
  let fits = 0;
  for (const amount of amounts) {
    if (used + amount > room) break;
    used += amount;
    fits += 1;
  }
  // What is observed holds all of it too, beyond its cap where need be: its account is to tell what would have been.
  await treasury.lease(accounts.map((account) => ({ account, sequence: 2, keepPicoUsd: used, needPicoUsd: 0n, slicePicoUsd: 0n })));
  return fits;
};
