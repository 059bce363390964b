/**
 * Stores a batch of records and adds it to the roll-ups, in one transaction: each call is stored and counted once however often
 * and by however many replicas it is handed in.
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { sql, type Kysely } from 'kysely';
import type { SpooledCall } from '../../spool/spool.ts';
import type { Database } from '../database.ts';
import { addRollUps } from './add-roll-ups.ts';
import { float8Array, textArray } from './binary-array.ts';
import { rollUp } from './roll-up.ts';

/** What the columns for searching keep of a value, in characters; the record has the whole of it. */
const longestWord = 256;
const longestWords = 2048;
const longestRecord = 256 * 1024 * 1024;

/** @param calls at most a few thousand. @throws whatever the store says; nothing was stored then. */
export const insertCalls = async (db: Kysely<Database>, calls: readonly SpooledCall[]): Promise<void> => {
  if (calls.length === 0) return;
  // In the same order everywhere, so that two replicas with the same records wait for one another instead of deadlocking.
  const ordered = calls.toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1));
  await db.transaction().execute(async (transaction) => {
    const stored = await insertNew(transaction, ordered);
    await addRollUps(transaction, rollUp(ordered.map(({ record }) => record).filter(({ id }) => stored === 'all' || stored.delete(id))));
  });
};

/** @returns the ids that were not known yet. */
const insertNew = async (db: Kysely<Database>, calls: readonly SpooledCall[]): Promise<'all' | Set<string>> => {
  const column = (value: (record: CallRecord) => string | null): Buffer => textArray(calls.map(({ record }) => value(record)), longestWord);
  // unnest in the select list, not in `from`: there it would first be copied to one temporary table a column.
  const { rows } = await sql<{ fresh: string[] | null }>`
    with fresh as (
      insert into calls (id, started_at, tenant, model, outcome, words, record, content)
      select
        unnest(${column((record) => record.id)}::text[]),
        to_timestamp(unnest(${float8Array(calls.map(({ record }) => record.startedAt / 1000))}::float8[])),
        unnest(${column((record) => record.tenant)}::text[]),
        unnest(${column((record) => record.model)}::text[]),
        unnest(${column((record) => record.outcome)}::text[]),
        unnest(${textArray(calls.map(({ record }) => wordsOf(record)), longestWords)}::text[]),
        unnest(${textArray(calls.map(withoutContent), longestRecord)}::text[]),
        unnest(${textArray(calls.map(contentOf), longestRecord)}::text[])
      on conflict (id) do nothing
      returning id
    )
    select case when count(*) < ${calls.length}::int then coalesce(array_agg(id), '{}') end as fresh from fresh`.execute(db);
  const fresh = rows[0]?.fresh;
  return fresh === null ? 'all' : new Set(fresh);
};

const wordsOf = ({ requestedModel, model, app, user, feature, session, errorCode }: CallRecord): string => {
  let words = model ?? '';
  for (const word of [app, requestedModel === model ? null : requestedModel, user, feature, session, errorCode]) {
    if (word !== null) words += ` ${word.slice(0, longestWord)}`;
  }
  return words;
};

/** Lists read many records, so the bulk of those that have content is kept apart. */
const withoutContent = ({ record, json }: SpooledCall): string => (record.content === null ? json : JSON.stringify({ ...record, content: null }));

const contentOf = ({ record }: SpooledCall): string | null => (record.content === null ? null : JSON.stringify(record.content));
