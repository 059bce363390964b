import type { Kysely } from 'kysely';
import type { StoredKey } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';
import { rowOfKey } from './stored-key.ts';

/**
 * Rotation, in one transaction: the old key gets its end and its successor.
 * @returns false when the old key is gone, revoked, or replaced already; then nothing was changed.
 */
export const replaceKey = (db: Kysely<Database>, oldId: string, successor: StoredKey, oldExpiresAt: Date): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    // The update locks the row, so of two rotations at once the second finds it replaced.
    const ended = await transaction
      .updateTable('api_keys')
      .set({ expires_at: oldExpiresAt, replaced_by: successor.id })
      .where('id', '=', oldId)
      .where('revoked_at', 'is', null)
      .where('replaced_by', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return false;
    await transaction.insertInto('api_keys').values(rowOfKey(successor)).execute();
    return true;
  });
