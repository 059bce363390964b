/**
 * Stores a batch of records and adds it to the roll-ups, in one transaction: each call is stored and counted once however often
 * and by however many replicas it is handed in. That the store has a call already is rare, so the batch is copied in as if it had none:
 * COPY costs a third of an INSERT that looks first. Where it fails, what the store has is left out of the next try.
 */
import { isUtf8 } from 'node:buffer';
import { CompiledQuery, sql, type Kysely } from 'kysely';
import type { SpooledCall } from '../../spool/spool-lines.ts';
import type { Database } from '../database.ts';
import { addRollUps } from './add-roll-ups.ts';
import { idOfUuid } from './call-ids.ts';
import { CopyRows } from './copy-rows.ts';
import { endedLines, type EndedLine } from './ended-lines.ts';
import { factsOf } from './record-facts.ts';
import { RollUps, type RollUp } from './roll-up.ts';
import { markLate } from '../attribution/spend-hours.ts';
import { ChargeSums, settleCharges, type ChargeSum } from '../spend/charges.ts';
import { addRow, bytesBesideRecord, columns } from './row-of-call.ts';

/** As `insertLines`, for calls that are at hand. */
export const insertCalls = (db: Kysely<Database>, calls: readonly SpooledCall[]): Promise<void> =>
  insertLines(db, [Buffer.from(calls.map(({ text }) => `${text}\n`).join(''))]);

/**
 * @param lines whole lines of the spool, a few thousand at most; a damaged one is left out.
 * @throws whatever the store says; nothing was stored then.
 */
export const insertLines = async (db: Kysely<Database>, lines: readonly Uint8Array[]): Promise<void> => {
  let calls = endedLines(lines);
  while (calls.length > 0) {
    try {
      await insertUnknown(db, batchOf(calls));
      return;
    } catch (error) {
      if (!isKnownAlready(error)) throw error;
      const unknown = await withoutKnown(db, calls);
      if (unknown.length === calls.length) throw error;
      calls = unknown;
    }
  }
};

interface Batch {
  readonly rows: Buffer;
  readonly sums: readonly RollUp[];
  readonly charges: readonly ChargeSum[];
}

/** Each call is read, written and counted in one go, so that of a large batch nothing but the rows outlives its turn. */
const batchOf = (calls: readonly EndedLine[]): Batch => {
  const rows = new CopyRows(calls.reduce((bytes, { text }) => bytes + text.length + bytesBesideRecord, 0));
  const rollUps = new RollUps();
  const charges = new ChargeSums();
  for (const { text } of calls) {
    const call = isUtf8(text) ? factsOf(text.toString()) : null;
    if (call === null) continue;
    addRow(rows, call, text);
    rollUps.count(call);
    charges.count(call.charges);
  }
  return { rows: rows.end(), sums: rollUps.sums(), charges: charges.sums() };
};

const insertUnknown = (db: Kysely<Database>, { rows, sums, charges }: Batch): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await transaction.executeQuery(CompiledQuery.raw(`copy calls (${columns}) from stdin (format binary)`, [rows]));
    await addRollUps(transaction, sums);
    await markLate(transaction, sums.flatMap(({ grain, atMs }) => (grain === 'hour' ? [atMs] : [])));
    await settleCharges(transaction, charges);
  });

/** SQLSTATE unique_violation. */
const isKnownAlready = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

const withoutKnown = async (db: Kysely<Database>, calls: readonly EndedLine[]): Promise<EndedLine[]> => {
  const { rows } = await sql<{ id: string }>`select id from calls where id = any(${calls.map(({ id }) => id)}::uuid[])`.execute(db);
  const known = new Set(rows.map(({ id }) => idOfUuid(id)));
  return calls.filter(({ id }) => !known.has(id));
};
