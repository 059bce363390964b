/**
 * Deletes call records past their time, a bounded batch at a time, so that it never holds the store for long.
 */
import type { Kysely } from 'kysely';
import { repeatQuietly, type Repeating } from './jobs/repeat-quietly.ts';
import { deleteOldCalls } from './store/calls/delete-old-calls.ts';
import type { Database } from './store/database.ts';

export const startRetention = (db: Kysely<Database>, keepDays: number, log: (message: string) => void): Repeating =>
  repeatQuietly(() => deleteOldCalls(db, new Date(Date.now() - keepDays * 86_400_000)), {
    firstAfterMs: 60_000,
    everyMs: 10 * 60_000,
    onError: (reason) => log(`retention: old records could not be deleted, it is tried again later: ${reason}`),
  });
