/** Parts of batches that were handed to a provider's own batch API. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const batchParts: Migration = {
  up: async (db) => {
    // Not offered to workers before then: a batch that waits for a provider needs nobody in the meantime.
    await sql`alter table batches add column look_at timestamptz`.execute(db);
    // `holder` is under which the part's money is held, as if it were a process (budget_leases).
    await sql`
      create table batch_parts (
        id text primary key,
        batch text not null references batches (id) on delete cascade,
        holder text not null,
        model text not null,
        route text not null,
        accounts text[] not null,
        status text not null,
        upstream text,
        begun_at timestamptz not null
      )`.execute(db);
    await sql`create index batch_parts_by_batch on batch_parts (batch)`.execute(db);
    await sql`
      create table batch_part_items (
        part text not null references batch_parts (id) on delete cascade,
        line int not null,
        held numeric not null,
        primary key (part, line)
      )`.execute(db);
  },
};
