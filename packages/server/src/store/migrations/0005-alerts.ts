/** Pages on their way to the owner: one for each crossing, whichever replica saw it first. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const alerts: Migration = {
  up: async (db) => {
    await sql`
      create table alerts (
        id text primary key,
        account text not null,
        threshold int not null,
        tenant text,
        state text not null,
        payload text not null,
        created_at timestamptz not null,
        attempts int not null default 0,
        next_at timestamptz not null,
        sent_at timestamptz,
        last_error text,
        unique (account, threshold)
      )`.execute(db);
    await sql`create index alerts_pending on alerts (next_at) where state = 'pending'`.execute(db);
  },
};
