/** Between a key as the server knows it and its row. */
import type { Insertable, Selectable } from 'kysely';
import type { StoredKey } from '../../keys/key-store.ts';
import type { ApiKeyTable } from '../database.ts';

export const keyOfRow = (row: Selectable<ApiKeyTable>): StoredKey => ({
  id: row.id,
  name: row.name,
  role: row.role,
  tenant: row.tenant,
  app: row.app,
  hash: row.secret_hash,
  hint: row.hint,
  source: row.source,
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  replacedBy: row.replaced_by,
  lastUsedAt: row.last_used_at,
});

export const rowOfKey = (key: StoredKey): Insertable<ApiKeyTable> => ({
  id: key.id,
  name: key.name,
  role: key.role,
  tenant: key.tenant,
  app: key.app,
  secret_hash: key.hash,
  hint: key.hint,
  source: key.source,
  created_at: key.createdAt,
  created_by: key.createdBy,
  expires_at: key.expiresAt,
  revoked_at: key.revokedAt,
  replaced_by: key.replacedBy,
  last_used_at: key.lastUsedAt,
});
