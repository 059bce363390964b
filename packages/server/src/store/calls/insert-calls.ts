/**
 * Stores a batch of records and adds it to the roll-ups, in one transaction: each call is stored and counted once however often
 * and by however many replicas it is handed in.
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { sql, type Kysely } from 'kysely';
import type { SpooledCall } from '../../spool/spool.ts';
import type { Database } from '../database.ts';
import { addRollUps } from './add-roll-ups.ts';
import { boolArray, float8Array, int8Array, textArray } from './binary-array.ts';
import { rollUp } from './roll-up.ts';

/** What a column for searching keeps of a value, in characters; the record has the whole of it. */
const longestWord = 256;
const longestRecord = 256 * 1024 * 1024;

/** @param calls at most a few thousand. @throws whatever the store says; nothing was stored then. */
export const insertCalls = async (db: Kysely<Database>, calls: readonly SpooledCall[]): Promise<void> => {
  if (calls.length === 0) return;
  // In the same order everywhere, so that two replicas with the same records wait for one another instead of deadlocking.
  const ordered = [...calls].sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  await db.transaction().execute(async (transaction) => {
    const stored = await insertNew(transaction, ordered);
    await addRollUps(transaction, rollUp(ordered.map(({ record }) => record).filter(({ id }) => stored === 'all' || stored.delete(id))));
  });
};

/** @returns the ids that were not known yet. */
const insertNew = async (db: Kysely<Database>, calls: readonly SpooledCall[]): Promise<'all' | Set<string>> => {
  const words = (value: (record: CallRecord) => string | null): Buffer => textArray(calls.map(({ record }) => value(record)), longestWord);
  const counts = (value: (record: CallRecord) => number | null): Buffer => int8Array(calls.map(({ record }) => value(record)));
  // unnest in the select list, not in `from`: there it would first be copied to one temporary table a column.
  const { rows } = await sql<{ fresh: string[] | null }>`
    with fresh as (
      insert into calls (
        id, started_at, tenant, app, user_name, feature, session, operation, stream, requested_model, model, provider,
        outcome, status, error_code, duration_us, first_byte_us, input_tokens, output_tokens, cost_pico_usd, price_certainty, attempts, record
      )
      select
        unnest(${words((record) => record.id)}::text[]),
        to_timestamp(unnest(${float8Array(calls.map(({ record }) => record.startedAt / 1000))}::float8[])),
        unnest(${words((record) => record.tenant)}::text[]),
        unnest(${words((record) => record.app)}::text[]),
        unnest(${words((record) => record.user)}::text[]),
        unnest(${words((record) => record.feature)}::text[]),
        unnest(${words((record) => record.session)}::text[]),
        unnest(${words((record) => record.operation)}::text[]),
        unnest(${boolArray(calls.map(({ record }) => record.stream))}::bool[]),
        unnest(${words((record) => record.requestedModel)}::text[]),
        unnest(${words((record) => record.model)}::text[]),
        unnest(${words((record) => record.provider)}::text[]),
        unnest(${words((record) => record.outcome)}::text[]),
        unnest(${counts((record) => record.status)}::int8[]),
        unnest(${words((record) => record.errorCode)}::text[]),
        unnest(${counts((record) => record.durationUs)}::int8[]),
        unnest(${counts((record) => record.firstByteUs)}::int8[]),
        unnest(${counts((record) => record.usage.input)}::int8[]),
        unnest(${counts((record) => record.usage.output)}::int8[]),
        unnest(${words((record) => record.costPicoUsd)}::text[])::numeric,
        unnest(${words((record) => record.priceCertainty)}::text[]),
        unnest(${counts((record) => record.attempts.length)}::int8[]),
        unnest(${textArray(calls.map(({ json }) => json), longestRecord)}::text[])
      on conflict (id) do nothing
      returning id
    )
    select case when count(*) < ${calls.length}::int then coalesce(array_agg(id), '{}') end as fresh from fresh`.execute(db);
  const fresh = rows[0]?.fresh;
  return fresh === null ? 'all' : new Set(fresh);
};
