/**
 * Holds the worst case of one attempt in every budget that it falls under. Where less is left, the output limit is lowered to what
 * fits; a caller who set no limit gets one, because without it there is no worst case.
 */
import type { Composed } from '../../exchange.ts';
import type { Account } from '../../spend/budgets.ts';
import type { Hold } from '../../spend/purse.ts';
import type { Spend } from '../../spend/spend.ts';
import { outputLimitOf, promptTokensAtMost, promptTokensCounted, type OutputLimit } from '../../spend/worst-case.ts';
import { accountsFor, limited, refuseIfEnforced, worstOf, type Paying } from '../../spend/worst-of-attempt.ts';

export interface Held {
  readonly hold: Hold;
  /** The request, with the output limit that was paid for. */
  readonly composed: Composed['composed'];
}

/**
 * @returns null where no budget applies; a promise only where the leases at hand do not suffice.
 * @throws PlimsollError `price_unknown` under an enforced budget; `budget_exceeded` and `budget_unavailable` as the purse says.
 */
export const holdMoney = (spend: Spend, exchange: Paying, at: Date): Held | Promise<Held> | null => {
  if (!spend.isNeeded()) return null;
  const { model, operation, composed } = exchange;
  const accounts = accountsFor(spend, exchange, at);
  if (accounts.length === 0) return null;

  const limit = outputLimitOf(operation, composed.body);
  const wanted = limit === null ? 0 : (limit.tokens ?? spend.unsetOutputTokens);
  const output = wanted * (limit?.choices ?? 0);
  const quick = worstOf(model, promptTokensAtMost(operation, composed.body, composed.bytes), output, composed.bytes, at);
  if (quick === null) return refuseIfEnforced(accounts, model);
  const hold = spend.purse.tryHold(accounts, quick);
  return hold === null ? holdClosely(spend, exchange, accounts, limit, wanted, at) : { hold, composed: limited(composed, limit, wanted) };
};

const holdClosely = async (
  spend: Spend,
  { model, operation, composed }: Paying,
  accounts: readonly Account[],
  limit: OutputLimit | null,
  wanted: number,
  at: Date,
): Promise<Held> => {
  const { body, bytes } = composed;
  const input = await promptTokensCounted(operation, body, bytes, model);
  const choices = limit?.choices ?? 0;
  // Of a short limit, half: what is a lot to its caller is little in tokens.
  const least = Math.min(Math.ceil(wanted / 2), spend.leastOutputTokens);
  const price = (output: number): bigint => worstOf(model, input, output * choices, bytes, at) ?? 0n;
  const wantPicoUsd = price(wanted);
  const leastPicoUsd = price(least);
  const hold = await spend.purse.hold({ accounts, wantPicoUsd, leastPicoUsd });
  const tokens = hold.amountPicoUsd >= wantPicoUsd ? wanted : affordable(hold.amountPicoUsd, least, wanted, price);
  return { hold, composed: limited(composed, limit, tokens) };
};

/** The highest output limit that the amount pays for: found by halving, since tiers and fees make prices uneven. */
const affordable = (amount: bigint, least: number, wanted: number, price: (output: number) => bigint): number => {
  let fits = least;
  let tooMany = wanted;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (price(middle) <= amount) fits = middle;
    else tooMany = middle;
  }
  return fits;
};
