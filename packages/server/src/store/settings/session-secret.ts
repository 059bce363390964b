import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { getOrCreateSetting } from './get-or-create-setting.ts';

/**
 * The secret that console sessions are signed with: in the store, so that a restart signs nobody out and all replicas agree.
 * @returns 32 bytes.
 * @throws Error when what is stored is no such secret.
 */
export const sessionSecret = async (db: Kysely<Database>): Promise<Uint8Array> => {
  const stored = await getOrCreateSetting(db, 'session-secret', () => randomBytes(32).toString('base64'));
  const secret = typeof stored === 'string' ? Buffer.from(stored, 'base64') : Buffer.alloc(0);
  if (secret.length !== 32) throw new Error('the setting "session-secret" in the store is damaged; delete its row to make a new one');
  return secret;
};
