/** Whether a key is valid, and how the control plane shows it. */
import type { ApiKey } from '@plimsoll/contract/api/keys';
import type { StoredKey } from './key-store.ts';

/** The key's state at a moment in epoch milliseconds. Only `active` and `expiring` keys open anything. */
export const keyState = (key: Pick<StoredKey, 'revokedAt' | 'expiresAt' | 'replacedBy'>, atMs: number): ApiKey['state'] => {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt !== null && key.expiresAt.getTime() <= atMs) return 'expired';
  return key.replacedBy === null ? 'active' : 'expiring';
};

/** The key as the control plane shows it: without its hash. */
export const shownKey = (key: StoredKey, lastUsedAt: Date | null, atMs: number): ApiKey => ({
  id: key.id,
  name: key.name,
  role: key.role,
  tenant: key.tenant,
  app: key.app,
  hint: key.hint,
  state: keyState(key, atMs),
  createdAt: key.createdAt.toISOString(),
  createdBy: key.createdBy,
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
