/** Files by tenant: nobody finds one of another tenant, whatever id they guess. */
import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import type { FilePurpose } from '@plimsoll/contract/wire/files';
import type { Database, FileTable } from '../database.ts';

export type StoredFile = Selectable<FileTable>;

export const insertFile = async (db: Kysely<Database>, file: Insertable<FileTable>): Promise<void> => {
  await db.insertInto('files').values(file).execute();
};

export const findFile = (db: Kysely<Database>, tenant: string, id: string): Promise<StoredFile | undefined> =>
  db.selectFrom('files').selectAll().where('id', '=', id).where('tenant', '=', tenant).where('complete', '=', true).executeTakeFirst();

/** Makes an uploaded file visible, unless the tenant's files would then hold more than `quotaBytes`. */
export const completeFile = async (db: Kysely<Database>, { id, tenant }: Pick<StoredFile, 'id' | 'tenant'>, bytes: number, quotaBytes: number): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    // Uploads of one tenant take turns here, so that two cannot both fit where only one does.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`files of ${tenant}`}, 0))`.execute(transaction);
    if ((await bytesOf(transaction, tenant)) + bytes > quotaBytes) return false;
    await transaction.updateTable('files').set({ complete: true, bytes }).where('id', '=', id).execute();
    return true;
  });

/** What a tenant has uploaded; results count against nobody's quota, since they cannot be had without an upload. */
export const bytesOf = async (db: Kysely<Database>, tenant: string): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(bytes), 0)::bigint as bytes from files where tenant = ${tenant} and complete and batch is null`.execute(db);
  return rows[0]?.bytes ?? 0;
};

export interface ListQuery {
  readonly limit: number;
  /** The last id of the page before. */
  readonly after: string | null;
  readonly order: 'asc' | 'desc';
}

/** One more than asked for where there are more. Ids are in the order of time. */
export const listFiles = (db: Kysely<Database>, tenant: string, { limit, after, order }: ListQuery, purpose: FilePurpose | null): Promise<StoredFile[]> =>
  db
    .selectFrom('files')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('complete', '=', true)
    .$if(purpose !== null, (query) => query.where('purpose', '=', purpose ?? 'batch'))
    .$if(after !== null, (query) => query.where('id', order === 'desc' ? '<' : '>', after ?? ''))
    .orderBy('id', order)
    .limit(limit + 1)
    .execute();

/** Takes the content with it: chunks by the foreign key, results where the file was a view of them. */
export const deleteFile = (db: Kysely<Database>, { id, batch, failed }: Pick<StoredFile, 'id' | 'batch' | 'failed'>): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('files').where('id', '=', id).execute();
    if (batch !== null && failed !== null) await transaction.deleteFrom('batch_results').where('batch', '=', batch).where('failed', '=', failed).execute();
  });
