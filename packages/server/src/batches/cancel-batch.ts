/** Cancelling: the API says so, and whichever worker has the batch, or gets it next, brings it to its end. */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Kysely } from 'kysely';
import { findBatch, moveBatch, type StoredBatch } from '../store/batches/batches.ts';
import type { Database } from '../store/database.ts';

/** @throws PlimsollError `conflict` for a batch that has ended. */
export const cancelBatch = async (db: Kysely<Database>, { id, tenant }: Pick<StoredBatch, 'id' | 'tenant'>): Promise<StoredBatch> => {
  const moved = await moveBatch(db, id, { from: ['validating', 'in_progress'], to: 'cancelling', set: { look_at: null } });
  if (moved !== undefined) return moved;
  const now = await findBatch(db, tenant, id);
  if (now?.status === 'cancelling' || now?.status === 'cancelled') return now;
  throw new PlimsollError('conflict', now === undefined ? 'The batch is gone.' : `The batch is ${now.status} and cannot be cancelled any more.`);
};
