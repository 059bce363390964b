/** What a worker asks of the store: which batches wait for one, taking one, and the state of the one it has. */
import { openStatuses } from '@plimsoll/contract/wire/batches';
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { StoredBatch } from './batches.ts';

/** Batches offered at a time; the others wait for these. */
const mostOffered = 20;

/** Oldest first. A paused one has work only when it is to be cancelled or its time is over. */
export const batchesToWorkOn = async (db: Kysely<Database>): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('batches')
    .select('id')
    .where('status', 'in', [...openStatuses])
    .where(sql<boolean>`(not paused or status = 'cancelling' or expires_at < now())`)
    .where(sql<boolean>`(look_at is null or look_at <= now())`)
    .orderBy('id')
    .limit(mostOffered)
    .execute();
  return rows.map(({ id }) => id);
};

export interface WorkedBy {
  readonly worker: string;
  readonly job: string;
}

/** From here on, writes of whoever had the batch before are refused. @returns undefined when there is nothing left to do. */
export const takeBatch = (db: Kysely<Database>, id: string, { worker, job }: WorkedBy): Promise<StoredBatch | undefined> =>
  db.updateTable('batches').set({ worker, job }).where('id', '=', id).where('status', 'in', [...openStatuses]).returningAll().executeTakeFirst();

/** Takes away what processes had that are known to have ended. @returns the jobs under which they worked. */
export const takeFromDead = async (db: Kysely<Database>, workers: readonly string[]): Promise<readonly string[]> => {
  if (workers.length === 0) return [];
  // What they had is read before it is taken: `returning` would give the new values.
  const had = await db.selectFrom('batches').select(['id', 'job']).where('worker', 'in', [...workers]).execute();
  await db.updateTable('batches').set({ worker: null, job: null }).where('worker', 'in', [...workers]).execute();
  return had.flatMap(({ job }) => (job === null ? [] : [job]));
};

export type WorkState = Pick<StoredBatch, 'status' | 'paused' | 'expires_at'>;

/** @returns undefined when another works on it, or it is gone. */
export const readWorkState = (db: Kysely<Database>, id: string, job: string): Promise<WorkState | undefined> =>
  db.selectFrom('batches').select(['status', 'paused', 'expires_at']).where('id', '=', id).where('job', '=', job).executeTakeFirst();

/** Lets go of a batch that waits for its provider until it is time to look again. */
export const lookAgainAt = async (db: Kysely<Database>, id: string, job: string, at: Date): Promise<void> => {
  await db.updateTable('batches').set({ look_at: at }).where('id', '=', id).where('job', '=', job).execute();
};
