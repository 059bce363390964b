/** Where budgets stand, for the API and the console. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';

export interface AccountStanding {
  readonly key: string;
  readonly budget: string;
  readonly subject: string;
  readonly period: string;
  readonly endsAt: Date | null;
  readonly capPicoUsd: string;
  /** Spent by calls whose records are in the store. */
  readonly settledPicoUsd: string;
  /** All that replicas have, spent or not: what is left is the cap less this. */
  readonly takenPicoUsd: string;
}

/** Accounts of windows that are not over, the fullest first. */
export const readStandings = async (db: Kysely<Database>, at: Date, most: number): Promise<readonly AccountStanding[]> => {
  const { rows } = await sql<{ key: string; budget: string; subject: string; period: string; ends_at: Date | null; cap: string; taken: string; settled: string }>`
    select key, budget, subject, period, ends_at, cap, taken, settled from budget_accounts
    where ends_at is null or ends_at > ${at.toISOString()}::timestamptz
    order by case when cap = 0 then 1 else taken / cap end desc, key limit ${most}`.execute(db);
  return rows.map((row) => ({
    key: row.key,
    budget: row.budget,
    subject: row.subject,
    period: row.period,
    endsAt: row.ends_at,
    capPicoUsd: row.cap,
    settledPicoUsd: row.settled,
    takenPicoUsd: row.taken,
  }));
};
