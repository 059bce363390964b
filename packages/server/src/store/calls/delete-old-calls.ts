import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { vacuumUnlessAutomatic } from '../vacuum-unless-automatic.ts';
import { firstIdAt } from './call-ids.ts';

const hourMs = 3_600_000;
const batchRows = 2_000;
/** A pause between batches lets others to the store. */
const pauseMs = 50;
/** Minutes are shown for two days back at most; hours stay as long as anybody compares years. */
export const minutesKeptMs = 7 * 86_400_000;
const hoursKeptMs = 800 * 86_400_000;

export interface DeleteOldCallsOptions {
  /** Stops between two batches. */
  readonly signal?: AbortSignal;
  /** What the age of roll-ups is measured from. */
  readonly now?: Date;
  /** Most rows to delete in this run, so that it ends. */
  readonly mostRows?: number;
}

/**
 * Retention: deletes records older than `before`, and roll-ups that nothing shows any more, a small batch at a time.
 * The embedded store has no autovacuum, so what was deleted is made room for again at the end.
 * @returns how many records were deleted.
 */
export const deleteOldCalls = async (
  db: Kysely<Database>,
  before: Date,
  { signal, now = new Date(), mostRows = 1_000_000 }: DeleteOldCallsOptions = {},
): Promise<number> => {
  let deleted = 0;
  while (deleted < mostRows && signal?.aborted !== true) {
    const { numAffectedRows = 0n } = await sql`
      delete from calls where id in (
        select id from calls where id < ${firstIdAt(before)} order by id limit ${batchRows}
      )`.execute(db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < batchRows) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  // An hour of which some records are left keeps its sums until the last has gone.
  const hour = new Date(before.getTime() - hourMs);
  const { numDeletedRows: sums } = await db.deleteFrom('spend_hours').where('hour', '<', hour).executeTakeFirst();
  // As long as the roll-ups that say which hours have calls: else each report would look for records of hours long gone.
  await db.deleteFrom('spend_hours_read').where('hour', '<', new Date(now.getTime() - hoursKeptMs)).execute();
  const { numDeletedRows } = await db
    .deleteFrom('call_rollups')
    .where((where) =>
      where.or([
        where.and([where('grain', '=', 'minute'), where('at', '<', new Date(now.getTime() - minutesKeptMs))]),
        where.and([where('grain', '=', 'hour'), where('at', '<', new Date(now.getTime() - hoursKeptMs))]),
      ]),
    )
    .executeTakeFirst();
  if (deleted > 0 || numDeletedRows > 0n || sums > 0n) await vacuumUnlessAutomatic(db, ['calls', 'call_rollups', 'spend_hours']);
  return deleted;
};
