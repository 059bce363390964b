/**
 * Sums by the hour are made again: they counted attempts that never reached a provider, did not know how many requests their tokens are of,
 * and had to guess what an answer from the cache had cost.
 */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const spendHoursAnew: Migration = {
  up: async (db) => {
    // Defaults are for a replica of before, which may still be running.
    await sql`
      alter table spend_hours add column metered_requests bigint not null default 0,
        add column priced_hits bigint not null default 0, add column hits_cost numeric not null default 0`.execute(db);
    await sql`delete from spend_hours`.execute(db);
    await sql`update spend_hours_read set read = false`.execute(db);
  },
};
