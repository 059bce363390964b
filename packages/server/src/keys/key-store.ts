/**
 * What keys need of the store. The control plane reads and changes keys through it; the request's way never does.
 */
import type { Role } from '@plimsoll/contract/role';

/**
 * Where a key came from.
 * - created: by an admin
 * - generated: by the first start, when none was set
 * - environment: set through PLIMSOLL_ADMIN_KEY or PLIMSOLL_APP_KEY
 */
export const keySources = ['created', 'generated', 'environment'] as const;
export type KeySource = (typeof keySources)[number];

export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly tenant: string;
  readonly app: string;
  /** SHA-256 of the whole key, 64 lower-case hex digits. Unique. */
  readonly hash: string;
  readonly hint: string;
  readonly source: KeySource;
  readonly createdAt: Date;
  /** Id of the key that created it; null for the first keys. */
  readonly createdBy: string | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Id of the key that took its place in a rotation. */
  readonly replacedBy: string | null;
  readonly lastUsedAt: Date | null;
}

export interface KeyUse {
  readonly id: string;
  readonly at: Date;
}

export type RevokeResult = 'revoked' | 'already_revoked' | 'last_admin' | 'missing';

export interface KeyStore {
  /** Every key, those no longer valid included, newest first. */
  readonly list: () => Promise<readonly StoredKey[]>;
  /** Does nothing when the hash is known already, so that replicas starting together do not disturb one another. */
  readonly insert: (key: StoredKey) => Promise<void>;
  /**
   * Rotation, in one transaction: inserts the successor, and lets the old key end at `oldExpiresAt`.
   * @returns false when the old key is gone, revoked, or replaced already; then nothing was changed.
   */
  readonly replace: (oldId: string, successor: StoredKey, oldExpiresAt: Date) => Promise<boolean>;
  /**
   * @param keepAdmin refuse with `last_admin` when no other admin key of the same tenant would stay valid
   *   (not revoked, not expired, not replaced); decided under a lock, so that two admins cannot revoke one another.
   */
  readonly revoke: (id: string, at: Date, keepAdmin: boolean) => Promise<RevokeResult>;
  /** Sets `lastUsedAt` where it is later than what is stored. */
  readonly noteUses: (uses: readonly KeyUse[]) => Promise<void>;
}
