/** The store's side of the port that keys are read and changed through. */
import type { Kysely } from 'kysely';
import type { KeyStore } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';
import { insertKey } from './insert-key.ts';
import { listKeys } from './list-keys.ts';
import { noteKeyUses } from './note-key-uses.ts';
import { replaceKey } from './replace-key.ts';
import { revokeKey } from './revoke-key.ts';

export const createKeyStore = (db: Kysely<Database>): KeyStore => ({
  list: () => listKeys(db),
  insert: (key) => insertKey(db, key),
  replace: (oldId, successor, oldExpiresAt) => replaceKey(db, oldId, successor, oldExpiresAt),
  revoke: (id, at, keepAdmin) => revokeKey(db, id, at, keepAdmin),
  noteUses: (uses) => noteKeyUses(db, uses),
});
