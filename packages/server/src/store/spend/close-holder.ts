import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';

/**
 * Gives back what a process that is gone had and did not spend. Only when the records of all its calls are in the store: until then
 * everything that it had counts as spent.
 * @returns how many leases were closed
 */
export const closeHolder = (db: Kysely<Database>, holder: string): Promise<number> => db.transaction().execute((transaction) => giveBack(transaction, holder));

/** As above, within a transaction. */
export const giveBack = async (transaction: Kysely<Database>, holder: string): Promise<number> => {
  await sql`
    select key from budget_accounts where key in (select account from budget_leases where holder = ${holder}) order by key for update`.execute(transaction);
  await sql`
    update budget_accounts set taken = taken - (lease.granted - lease.settled)
    from budget_leases as lease where lease.holder = ${holder} and lease.account = key`.execute(transaction);
  // What it spent stays taken; an ask of its that is still on its way finds a later sequence and is void.
  const { rows } = await sql`
    update budget_leases set granted = settled, sequence = 9223372036854775807 where holder = ${holder} returning account`.execute(transaction);
  return rows.length;
};
