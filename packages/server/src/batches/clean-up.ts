/** Deletes what is past its time: files, batches that have ended with their results, and uploads that were never finished. */
import { openStatuses } from '@plimsoll/contract/wire/batches';
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';

const everyMs = 60 * 60_000;
const firstAfterMs = 90_000;
const dayMs = 86_400_000;

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

/** A file that an open batch reads stays: batches end within a day, files are kept for one at least. */
export const cleanUp = async (db: Kysely<Database>, keepDays: number): Promise<void> => {
  const before = new Date(Date.now() - keepDays * dayMs);
  const open = db.selectFrom('batches').select('input_file').where('status', 'in', [...openStatuses]);
  await db.deleteFrom('batches').where('created_at', '<', before).where('status', 'not in', [...openStatuses]).execute();
  await db.deleteFrom('files').where('created_at', '<', before).where('id', 'not in', open).execute();
  await db.deleteFrom('files').where('complete', '=', false).where('created_at', '<', new Date(Date.now() - dayMs)).execute();
};
