/** Sums by the hour are made again: they counted attempts that never reached a provider. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const spendHoursAnew: Migration = {
  up: async (db) => {
    await sql`delete from spend_hours`.execute(db);
    await sql`update spend_hours_read set read = false`.execute(db);
  },
};
