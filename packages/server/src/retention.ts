/**
 * Deletes call records past their time, a bounded batch at a time, so that it never holds the store for long.
 */
import type { Kysely } from 'kysely';
import { deleteOldCalls } from './store/calls/delete-old-calls.ts';
import type { Database } from './store/database.ts';

const everyMs = 10 * 60_000;
const firstAfterMs = 60_000;

export const startRetention = (db: Kysely<Database>, keepDays: number, log: (message: string) => void): { readonly stop: () => void } => {
  const run = async (): Promise<void> => {
    try {
      await deleteOldCalls(db, new Date(Date.now() - keepDays * 86_400_000));
    } catch (error) {
      log(`retention: old records could not be deleted, it is tried again later: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const first = setTimeout(() => void run(), firstAfterMs).unref();
  const timer = setInterval(() => void run(), everyMs).unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
};
