/** The outbox of pages. What is in it is delivered at least once; the receiver tells repeats by the id. */
import { sql, type Kysely } from 'kysely';
import type { AlertState } from '@plimsoll/contract/api/alerts';
import type { Database } from '../database.ts';

export interface NewAlert {
  readonly id: string;
  readonly account: string;
  /** Percent of the cap. */
  readonly threshold: number;
  /** Thresholds below it that this one speaks for too. */
  readonly covered: readonly number[];
  /** Whose it is; null for the organisation's. */
  readonly tenant: string | null;
  readonly state: Extract<AlertState, 'pending' | 'unaddressed'>;
  readonly payload: string;
}

export interface DueAlert {
  readonly id: string;
  readonly payload: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

export interface StoredAlert extends DueAlert {
  readonly state: AlertState;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
}

/** @returns whether this is the first anybody has heard of it */
export const noteAlert = (db: Kysely<Database>, alert: NewAlert, at: Date): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      insert into alerts (id, account, threshold, tenant, state, payload, created_at, next_at)
      values (${alert.id}, ${alert.account}, ${alert.threshold}, ${alert.tenant}, ${alert.state}, ${alert.payload}, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz)
      on conflict (account, threshold) do nothing returning id`.execute(transaction);
    if (rows.length === 0) return false;
    if (alert.covered.length > 0) {
      await sql`
        insert into alerts (id, account, threshold, tenant, state, payload, created_at, next_at)
        select ${alert.id} || '-' || threshold, ${alert.account}, threshold, ${alert.tenant}, 'covered', '', ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
        from unnest(${[...alert.covered]}::int[]) as threshold
        on conflict (account, threshold) do nothing`.execute(transaction);
    }
    return true;
  });

/** Takes alerts that are due, for `claimMs`: should this process die with them, another one has them after that. */
export const claimDue = async (db: Kysely<Database>, at: Date, claimMs: number, most: number): Promise<readonly DueAlert[]> => {
  const until = new Date(at.getTime() + claimMs).toISOString();
  const { rows } = await sql<{ id: string; payload: string; attempts: number; created_at: Date }>`
    update alerts set next_at = ${until}::timestamptz, attempts = attempts + 1
    where id in (select id from alerts where state = 'pending' and next_at <= ${at.toISOString()}::timestamptz order by next_at limit ${most} for update skip locked)
    returning id, payload, attempts, created_at`.execute(db);
  return rows.map(({ id, payload, attempts, created_at: createdAt }) => ({ id, payload, attempts, createdAt }));
};

/** @param outcome sent, given up, or tried again at a later time */
export const settleAlert = async (db: Kysely<Database>, id: string, outcome: { readonly state: AlertState; readonly at: Date; readonly error: string | null }): Promise<void> => {
  const { state, at, error } = outcome;
  await sql`
    update alerts set state = ${state}, last_error = ${error}, next_at = ${at.toISOString()}::timestamptz, sent_at = ${state === 'sent' ? at.toISOString() : null}::timestamptz
    where id = ${id}`.execute(db);
};

/** The latest first. @param tenant null for all */
export const listAlerts = async (db: Kysely<Database>, tenant: string | null, most: number): Promise<readonly StoredAlert[]> => {
  const { rows } = await sql<{ id: string; payload: string; attempts: number; created_at: Date; state: AlertState; sent_at: Date | null; last_error: string | null }>`
    select id, payload, attempts, created_at, state, sent_at, last_error from alerts
    where state <> 'covered' and (${tenant}::text is null or tenant = ${tenant}) order by created_at desc, id limit ${most}`.execute(db);
  return rows.map((row) => ({ id: row.id, payload: row.payload, attempts: row.attempts, createdAt: row.created_at, state: row.state, sentAt: row.sent_at, lastError: row.last_error }));
};
