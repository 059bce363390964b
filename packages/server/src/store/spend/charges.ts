/** What a batch of calls took from budgets, summed for the store. */
import { sql, type Kysely } from 'kysely';
import { readCharge } from '../../spool/record-text.ts';
import type { Database } from '../database.ts';

export interface ChargeSum {
  readonly holder: string;
  readonly account: string;
  picoUsd: bigint;
}

export class ChargeSums {
  readonly #sums = new Map<string, ChargeSum>();

  /** @param charges as `spool/record-text.ts` writes them */
  count(charges: readonly string[]): void {
    for (const text of charges) {
      const charge = readCharge(text);
      if (charge === null) continue;
      const { holder, accounts, picoUsd } = charge;
      for (const account of accounts) {
        const key = `${holder} ${account}`;
        const sum = this.#sums.get(key);
        if (sum === undefined) this.#sums.set(key, { holder, account, picoUsd: BigInt(picoUsd) });
        else sum.picoUsd += BigInt(picoUsd);
      }
    }
  }

  /** In the order in which all lock the accounts. */
  sums(): readonly ChargeSum[] {
    return [...this.#sums.values()].toSorted((one, other) => (one.account < other.account ? -1 : 1));
  }
}

/**
 * Adds them to what is settled. Part of the transaction that inserts the calls, so each call counts once; the last part of it,
 * because replicas that ask for money wait for these rows.
 */
export const settleCharges = async (db: Kysely<Database>, sums: readonly ChargeSum[]): Promise<void> => {
  if (sums.length === 0) return;
  const accounts = sums.map(({ account }) => account);
  const amounts = sums.map(({ picoUsd }) => picoUsd.toString());
  await sql`select key from budget_accounts where key = any(${accounts}::text[]) order by key for update`.execute(db);
  await sql`
    update budget_accounts set settled = settled + charge.amount
    from (select account, sum(amount) as amount from unnest(${accounts}::text[], ${amounts}::numeric[]) as one (account, amount) group by account) as charge
    where key = charge.account`.execute(db);
  await sql`
    update budget_leases as lease set settled = lease.settled + charge.amount
    from unnest(${sums.map(({ holder }) => holder)}::text[], ${accounts}::text[], ${amounts}::numeric[]) as charge (holder, account, amount)
    where lease.holder = charge.holder and lease.account = charge.account`.execute(db);
};
