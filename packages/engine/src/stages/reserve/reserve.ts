/**
 * Puts a price on each attempt. Holds of the worst case before the call, against budgets, find their place here;
 * for now it settles: what came back, or what a failed attempt may have produced all the same, priced exactly.
 */
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Routed } from '../../exchange.ts';
import type { Price, PriceModel } from '../../price/price.ts';
import type { Account } from '../../reply.ts';
import type { Stage } from '../../stage.ts';

/** Nothing was consumed, so nothing is owed, whether or not the price is known. */
const nothingOwed: Price = { costPicoUsd: 0n, certainty: 'exact', source: null };

export const reserve = (now: () => Date = () => new Date()): Stage<Routed> => ({
  name: 'reserve',
  run: async (exchange, next) => {
    const price = exchange.model.price;
    const startedAt = now();
    try {
      const reply = await next({});
      const { status, headers, body, account } = reply;
      const settled = account instanceof Promise ? account.then((late) => priced(late, price, startedAt)) : priced(account, price, startedAt);
      return { status, headers, body, account: settled };
    } catch (error) {
      if (error instanceof AttemptFailure) throw new AttemptFailure(error.error, priced(error.account, price, startedAt));
      throw error;
    }
  },
});

const priced = (account: Account, price: PriceModel, startedAt: Date): Account => {
  const { usage } = account;
  const free = usage.source === 'provider' && usage.input === 0 && usage.output === 0;
  return { ...account, price: free ? nothingOwed : price(usage, startedAt) };
};
