/** The embedded store has no autovacuum: what was deleted there is made room for again by whoever deleted it. */
import { sql, type Kysely } from 'kysely';
import type { Database } from './database.ts';

export const vacuumUnlessAutomatic = async (db: Kysely<Database>, tables: readonly (keyof Database)[]): Promise<void> => {
  const { rows: [launcher] } = await sql<{ present: boolean }>`
    select exists (select from pg_stat_activity where backend_type = 'autovacuum launcher') as present`.execute(db);
  if (launcher?.present === true) return;
  for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
};
