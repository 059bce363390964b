import type { Kysely } from 'kysely';
import type { StoredKey } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';
import { rowOfKey } from './stored-key.ts';

/** Does nothing when the hash is known already, so that replicas starting together do not disturb one another. */
export const insertKey = async (db: Kysely<Database>, key: StoredKey): Promise<void> => {
  await db.insertInto('api_keys').values(rowOfKey(key)).onConflict((conflict) => conflict.column('secret_hash').doNothing()).execute();
};
