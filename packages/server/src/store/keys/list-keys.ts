import type { Kysely } from 'kysely';
import type { StoredKey } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';
import { keyOfRow } from './stored-key.ts';

/** More keys than this do not belong in one process's memory; raise it together with a plan for them. */
const mostKeys = 100_000;

/**
 * Every key, those no longer valid included, newest first.
 * @throws Error when there are more than one process should hold: serving with a part of them would refuse good keys.
 */
export const listKeys = async (db: Kysely<Database>): Promise<readonly StoredKey[]> => {
  const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(mostKeys + 1).execute();
  if (rows.length > mostKeys) throw new Error(`there are more than ${mostKeys} keys; delete those that ended long ago`);
  return rows.map(keyOfRow);
};
