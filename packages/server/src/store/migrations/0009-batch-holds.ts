/** Whose new batches wait until an operator lets them go on. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const batchHolds: Migration = {
  up: async (db) => {
    // '' stands for every tenant.
    await sql`create table batch_holds (tenant text primary key, since timestamptz not null)`.execute(db);
  },
};
