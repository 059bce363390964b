/** Call records, and the roll-ups by minute and hour that dashboards read. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const calls: Migration = {
  up: async (db) => {
    // Columns for what calls are looked for by; the rest is in the record, since each column costs every call time, and each index more.
    // Ids are in the order of time, so their index serves time too. Records of a few kilobytes stay in the row: no second table to write.
    await sql`
      create table calls (
        id uuid primary key,
        tenant text,
        model text,
        outcome text not null,
        words text not null,
        record text not null,
        content text
      ) with (toast_tuple_target = 8160)`.execute(db);
    await sql`create index calls_not_ok on calls (outcome, id) where outcome <> 'ok'`.execute(db);
    await sql`
      create table call_rollups (
        grain text not null,
        at timestamptz not null,
        tenant text not null,
        model text not null,
        provider text not null,
        requests bigint not null,
        errors bigint not null,
        abandoned bigint not null,
        interrupted bigint not null,
        input_tokens bigint not null,
        output_tokens bigint not null,
        cost_pico_usd numeric not null,
        unpriced bigint not null,
        latency numeric not null,
        primary key (grain, at, tenant, model, provider)
      ) with (fillfactor = 50)`.execute(db);
  },
};
