/** What calls cost, summed by hour and by all that spending is told apart by, so that reports do not read every record again. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const spendHours: Migration = {
  up: async (db) => {
    await sql`
      create table spend_hours (
        hour timestamptz not null,
        tenant text, app text, "user" text, feature text, model text, prompt text, route text, provider text,
        deferred boolean not null,
        requests bigint not null,
        cloud_requests bigint not null,
        cache_hits bigint not null,
        input_tokens bigint not null,
        cached_input_tokens bigint not null,
        output_tokens bigint not null,
        cost numeric not null,
        unpriced bigint not null,
        short_requests bigint not null,
        short_input_tokens bigint not null,
        short_output_tokens bigint not null,
        short_cost numeric not null,
        shaped_requests bigint not null,
        shaped_tokens bigint not null
      )`.execute(db);
    await sql`create index spend_hours_by_hour on spend_hours (hour)`.execute(db);
    // `read`: spend_hours says of this hour what its records say. Not when a record came later than its hour.
    await sql`create table spend_hours_read (hour timestamptz primary key, read boolean not null)`.execute(db);
  },
};
