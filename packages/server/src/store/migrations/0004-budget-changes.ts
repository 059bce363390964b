/** Budgets that were changed while the server ran. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const budgetChanges: Migration = {
  up: async (db) => {
    await sql`
      create table budget_changes (
        name text primary key,
        settings text not null,
        changed_at timestamptz not null,
        changed_by text not null,
        owner text not null
      )`.execute(db);
  },
};
