/** Batches: made, found, listed, and moved from status to status. */
import type { BatchStatus } from '@plimsoll/contract/wire/batches';
import { openStatuses } from '@plimsoll/contract/wire/batches';
import { sql, type Insertable, type Kysely, type Selectable, type Updateable } from 'kysely';
import type { BatchTable, Database } from '../database.ts';
import type { ListQuery } from '../files/files.ts';

export type StoredBatch = Selectable<BatchTable>;

/** Paused from the start where all of its tenant's batches are held. */
export const insertBatch = (db: Kysely<Database>, batch: Insertable<BatchTable>): Promise<StoredBatch> =>
  db
    .insertInto('batches')
    .values({ ...batch, paused: sql<boolean>`${batch.paused} or exists (select from batch_holds where tenant in (${everyTenant}, ${batch.tenant}))` })
    .returningAll()
    .executeTakeFirstOrThrow();

const everyTenant = '';

/** @param tenant null finds a batch of any tenant. */
export const findBatch = (db: Kysely<Database>, tenant: string | null, id: string): Promise<StoredBatch | undefined> =>
  db
    .selectFrom('batches')
    .selectAll()
    .where('id', '=', id)
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? ''))
    .executeTakeFirst();

/** Newest first, one more than asked for where there are more. Ids are in the order of time. */
export const listBatches = (db: Kysely<Database>, tenant: string | null, { limit, after }: Omit<ListQuery, 'order'>): Promise<StoredBatch[]> =>
  db
    .selectFrom('batches')
    .selectAll()
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? ''))
    .$if(after !== null, (query) => query.where('id', '<', after ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();

export interface Move {
  readonly from: readonly BatchStatus[];
  readonly to: BatchStatus;
  readonly set?: Updateable<Pick<BatchTable, 'total' | 'errors' | 'output_file' | 'error_file' | 'look_at'>>;
  /** Only while the batch is worked on under this job. */
  readonly job?: string;
}

/** @returns the batch as it is then; undefined when it was in none of the statuses `from`, or is worked on by another. */
export const moveBatch = (db: Kysely<Database>, id: string, { from, to, set = {}, job }: Move): Promise<StoredBatch | undefined> =>
  db
    .updateTable('batches')
    .set({ ...set, status: to, times: sql<string>`times || jsonb_build_object(${to}::text, floor(extract(epoch from now()))::bigint)` })
    .where('id', '=', id)
    .where('status', 'in', [...from])
    .$if(job !== undefined, (query) => query.where('job', '=', job ?? ''))
    .returningAll()
    .executeTakeFirst();

/** Pauses or resumes one open batch. @returns how many were changed. */
export const holdBatch = (db: Kysely<Database>, tenant: string | null, id: string, paused: boolean): Promise<number> => setPaused(db, tenant, id, paused);

/** Pauses or resumes all open batches, and those to come. @returns how many of the open ones were changed. */
export const holdBatches = (db: Kysely<Database>, tenant: string | null, paused: boolean): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    if (paused) await transaction.insertInto('batch_holds').values({ tenant: tenant ?? everyTenant, since: new Date() }).onConflict((conflict) => conflict.doNothing()).execute();
    else await transaction.deleteFrom('batch_holds').$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? everyTenant)).execute();
    // Those that are being made this moment, and have not seen the hold, are waited for.
    if (paused) await sql`lock table batches in share row exclusive mode`.execute(transaction);
    return setPaused(transaction, tenant, null, paused);
  });

/** Whether batches that are made now are paused: of every tenant, or of this one. */
export const holdsNewBatches = async (db: Kysely<Database>, tenant: string | null): Promise<boolean> => {
  const held = await db.selectFrom('batch_holds').select('tenant').where('tenant', 'in', tenant === null ? [everyTenant] : [everyTenant, tenant]).limit(1).executeTakeFirst();
  return held !== undefined;
};

const setPaused = async (db: Kysely<Database>, tenant: string | null, id: string | null, paused: boolean): Promise<number> => {
  const { numUpdatedRows } = await db
    .updateTable('batches')
    .set({ paused })
    .where('status', 'in', [...openStatuses])
    .where('paused', '=', !paused)
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? ''))
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .executeTakeFirst();
  return Number(numUpdatedRows);
};
