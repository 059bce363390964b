/**
 * Brings the tables up to date when a server starts. Several replicas may start at once: they take turns under Kysely's advisory lock,
 * and those that come later find the work done.
 */
import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/migrations.ts';
import type { Database } from './database.ts';

/**
 * @param db not inside a transaction; its statements must be allowed to take as long as a migration may.
 * @throws Error when a migration fails, leaving the tables as they were, or when the tables are newer than this program.
 */
export const migrate = async (db: Kysely<Database>): Promise<void> => {
  const newer = await appliedButUnknown(db);
  if (newer.length > 0) throw new Error(`The database is newer than this Plimsoll (${newer.join(', ')}); run the version that wrote it, or a later one.`);
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error(`The database could not be migrated: ${describe(error)}`, { cause: error });
};

const appliedButUnknown = async (db: Kysely<Database>): Promise<string[]> => {
  const { rows: [table] } = await sql<{ present: boolean }>`select to_regclass('kysely_migration') is not null as present`.execute(db);
  if (table?.present !== true) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !(name in migrations));
};

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
