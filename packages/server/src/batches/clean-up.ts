/** Deletes what is past its time: files, batches that have ended with their results, and uploads that were never finished. */
import { openStatuses } from '@plimsoll/contract/wire/batches';
import { sql, type Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { vacuumUnlessAutomatic } from '../store/vacuum-unless-automatic.ts';

const everyMs = 60 * 60_000;
const firstAfterMs = 90_000;
const dayMs = 86_400_000;
/** A pause between two deletions lets others to the store. */
const pauseMs = 50;

export const startCleaning = (db: Kysely<Database>, keepDays: number, log: (message: string) => void): { readonly stop: () => void } => {
  const run = (): void => {
    cleanUp(db, keepDays).catch((error: unknown) => log(`batches: old files could not be deleted, it is tried again later: ${error instanceof Error ? error.message : String(error)}`));
  };
  const first = setTimeout(run, firstAfterMs).unref();
  const timer = setInterval(run, everyMs).unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
};

/** A file that an open batch reads stays, however old it is. */
export const cleanUp = async (db: Kysely<Database>, keepDays: number): Promise<void> => {
  const before = new Date(Date.now() - keepDays * dayMs);
  const dayAgo = new Date(Date.now() - dayMs);
  const open = sql`status in (${sql.join([...openStatuses])})`;
  const batches = await repeated(async () => {
    const { numAffectedRows } = await sql`delete from batches where id in (select id from batches where created_at < ${before} and not ${open} limit 1)`.execute(db);
    return numAffectedRows;
  });
  const files = await repeated(async () => {
    const { numAffectedRows } = await sql`
      delete from files where id in (
        select id from files
        where (created_at < ${before} and id not in (select input_file from batches where ${open})) or (not complete and created_at < ${dayAgo})
        limit 1
      )`.execute(db);
    return numAffectedRows;
  });
  if (batches + files > 0) await vacuumUnlessAutomatic(db, ['files', 'file_chunks', 'batches', 'batch_results']);
};

/** One at a time: with each go its chunks or its results, and those may be many. */
const repeated = async (deleteOne: () => Promise<bigint | undefined>): Promise<number> => {
  for (let deleted = 0; ; deleted++) {
    if (((await deleteOne()) ?? 0n) === 0n) return deleted;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};
