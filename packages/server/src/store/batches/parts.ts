/** Parts of a batch at a provider: begun, moved on, and settled. Money and results change together, or not at all. */
import { sql, type Insertable, type Kysely, type Selectable } from 'kysely';
import type { BatchPartStatus, BatchPartTable, Database } from '../database.ts';
import { settleCharges } from '../spend/charges.ts';
import { giveBack } from '../spend/close-holder.ts';
import type { ItemResult } from './results.ts';

export type StoredPart = Selectable<BatchPartTable>;

export interface PartItem {
  readonly line: number;
  readonly heldPicoUsd: bigint;
}

/** Statuses in which something is still to be done. */
const open: readonly BatchPartStatus[] = ['preparing', 'submitting', 'submitted'];

export const beginPart = async (db: Kysely<Database>, part: Insertable<BatchPartTable>): Promise<void> => {
  await db.insertInto('batch_parts').values(part).execute();
};

/**
 * Notes what goes to the provider, before it does.
 * @returns false where another has ended the part meanwhile, or works on the batch by now: then nothing may be sent
 */
export const noteItems = (db: Kysely<Database>, { id: part, batch }: Pick<StoredPart, 'id' | 'batch'>, job: string, items: readonly PartItem[]): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    if (!(await worksOn(transaction, batch, job))) return false;
    const { numUpdatedRows } = await transaction.updateTable('batch_parts').set({ status: 'submitting' }).where('id', '=', part).where('status', '=', 'preparing').executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const lines = items.map(({ line }) => line);
    const held = items.map(({ heldPicoUsd }) => heldPicoUsd.toString());
    await sql`insert into batch_part_items (part, line, held) select ${part}, * from unnest(${lines}::int[], ${held}::numeric[])`.execute(transaction);
    return true;
  });

/** @returns false where another has given it up meanwhile, or found another batch under its mark */
export const partSubmitted = async (db: Kysely<Database>, part: string, upstream: string): Promise<boolean> => {
  const { numUpdatedRows } = await db.updateTable('batch_parts').set({ status: 'submitted', upstream }).where('id', '=', part)
    // Another may have found it by its mark.
    .where((where) => where.or([where('status', '=', 'submitting'), where.and([where('status', '=', 'submitted'), where('upstream', '=', upstream)])]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

export const partsOf = (db: Kysely<Database>, batch: string): Promise<StoredPart[]> => db.selectFrom('batch_parts').selectAll().where('batch', '=', batch).orderBy('id').execute();

export const openPartsOf = async (db: Kysely<Database>, batch: string): Promise<StoredPart[]> => (await partsOf(db, batch)).filter(({ status }) => open.includes(status));

export const itemsOf = async (db: Kysely<Database>, part: string): Promise<ReadonlyMap<number, bigint>> => {
  const rows = await db.selectFrom('batch_part_items').select(['line', 'held']).where('part', '=', part).execute();
  return new Map(rows.map(({ line, held }) => [line, BigInt(held)]));
};

/** Lines of a batch that a provider has. */
export const linesAtProviders = async (db: Kysely<Database>, batch: string): Promise<ReadonlySet<number>> => {
  const rows = await db
    .selectFrom('batch_part_items')
    .innerJoin('batch_parts', 'batch_parts.id', 'batch_part_items.part')
    .select('batch_part_items.line')
    .where('batch_parts.batch', '=', batch)
    .where('batch_parts.status', 'in', [...open])
    .execute();
  return new Set(rows.map(({ line }) => line));
};

/** Open batches' items that wait at providers, by batch. */
export const countsAtProviders = async (db: Kysely<Database>, batches: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (batches.length === 0) return new Map();
  const { rows } = await sql<{ batch: string; items: number }>`
    select parts.batch, count(*)::int as items from batch_parts as parts
    join batch_part_items as item on item.part = parts.id
    where parts.batch = any(${[...batches]}::text[]) and parts.status in ('submitting', 'submitted') group by 1`.execute(db);
  return new Map(rows.map(({ batch, items }) => [batch, items]));
};

export interface PaidResult {
  readonly result: ItemResult;
  readonly costPicoUsd: bigint;
}

/**
 * Stores results and takes what they cost out of what the part holds, each once however often it is told.
 * @returns false where another works on the batch by now: nothing was written
 */
export const settleResults = (db: Kysely<Database>, job: string, { id, batch, holder, accounts }: StoredPart, paid: readonly PaidResult[]): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    if (!(await worksOn(transaction, batch, job))) return false;
    const { rows: added } = await sql<{ line: number; failed: boolean }>`
      insert into batch_results (batch, line, failed, output)
        select ${batch}, * from unnest(${paid.map(({ result }) => result.line)}::int[], ${paid.map(({ result }) => result.failed)}::boolean[], ${paid.map(({ result }) => result.output)}::text[])
        on conflict (batch, line) do nothing returning line, failed`.execute(transaction);
    const failed = added.filter((row) => row.failed).length;
    await sql`update batches set completed = completed + ${added.length - failed}, failed = failed + ${failed} where id = ${batch}`.execute(transaction);
    // What the provider billed is owed once for each item of the part, also where a line had its result from elsewhere.
    const { rows: owed } = await sql<{ line: number }>`
      delete from batch_part_items where part = ${id} and line = any(${paid.map(({ result }) => result.line)}::int[]) returning line`.execute(transaction);
    const lines = new Set(owed.map(({ line }) => line));
    const cost = paid.reduce((sum, { result, costPicoUsd }) => (lines.has(result.line) ? sum + costPicoUsd : sum), 0n);
    await settle(transaction, holder, accounts, cost);
    return true;
  });

const worksOn = async (transaction: Kysely<Database>, batch: string, job: string): Promise<boolean> => {
  const { rows } = await sql`select id from batches where id = ${batch} and job = ${job} for update`.execute(transaction);
  return rows.length > 0;
};

const settle = async (transaction: Kysely<Database>, holder: string, accounts: readonly string[], picoUsd: bigint): Promise<void> => {
  if (picoUsd > 0n) await settleCharges(transaction, accounts.map((account) => ({ holder, account, picoUsd })));
};

/** Nothing more comes of it: what it held and did not spend is given back. Its items without a result are free to be asked again. */
export const endPart = (db: Kysely<Database>, { id, holder, accounts }: Pick<StoredPart, 'id' | 'holder' | 'accounts'>, status: 'ended' | 'refused'): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await closeLeases(transaction, holder, accounts);
    await transaction.updateTable('batch_parts').set({ status }).where('id', '=', id).execute();
  });

/** It may have reached the provider, and nobody can say: all that it held counts as spent. `refused`: its items go one by one from then on. */
export const losePart = (db: Kysely<Database>, { id, holder, accounts }: StoredPart, heldPicoUsd: bigint, status: 'ended' | 'refused'): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await settle(transaction, holder, accounts, heldPicoUsd);
    await closeLeases(transaction, holder, accounts);
    await transaction.updateTable('batch_parts').set({ status }).where('id', '=', id).execute();
  });

/** A lease that is granted only now, to somebody who no longer waits for it, finds its row closed. */
const closeLeases = async (transaction: Kysely<Database>, holder: string, accounts: readonly string[]): Promise<void> => {
  const sorted = [...accounts].toSorted();
  // In the order in which a lease takes its locks: an account, then the lease.
  await sql`select key from budget_accounts where key = any(${sorted}::text[]) order by key for update`.execute(transaction);
  await sql`insert into budget_leases (holder, account) select ${holder}, unnest(${sorted}::text[]) on conflict do nothing`.execute(transaction);
  await giveBack(transaction, holder);
};
