/**
 * The keys a server starts with: those set through the environment, or else one admin and one app key that the very first
 * start makes and prints.
 */
import type { Role } from '@plimsoll/contract/role';
import { adoptKey, makeKey, type NewKey } from './key-format.ts';
import type { KeySource, KeyStore, StoredKey } from './key-store.ts';
import type { KeyTable } from './key-table.ts';
import { staffTenant } from './tenancy.ts';

export interface FirstKeysOptions {
  readonly store: KeyStore;
  readonly table: KeyTable;
  /** Value of PLIMSOLL_ADMIN_KEY. */
  readonly adminKey?: string | undefined;
  /** Value of PLIMSOLL_APP_KEY. */
  readonly appKey?: string | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface FirstKeys {
  /** The secret to print once; null when it was set, or made on an earlier start. */
  readonly adminKey: string | null;
  readonly appKey: string | null;
  /** What the operator should know, e.g. that a key set through the environment had been revoked. Holds no secret. */
  readonly warnings: readonly string[];
}

/**
 * Makes sure that there is a key to administer with and one to call models with.
 * A changed environment key replaces the one set before it; a revoked one stays revoked.
 * @throws RangeError when an environment key is too short or too long or cannot travel in a header; it names the variable, not the key.
 */
export const ensureFirstKeys = async ({ store, table, adminKey, appKey, now = Date.now }: FirstKeysOptions): Promise<FirstKeys> => {
  if (adminKey !== undefined && adminKey === appKey) throw new RangeError('PLIMSOLL_ADMIN_KEY and PLIMSOLL_APP_KEY must differ');
  const warnings: string[] = [];

  const ensure = async (role: Role, variable: string, chosen: string | undefined): Promise<string | null> => {
    const stored = await store.list();
    if (chosen === undefined) {
      if (stored.some((key) => key.role === role)) return null;
      const made = makeKey();
      await store.insert(firstKey(made, role, 'generated', now()));
      return made.secret;
    }
    const adopted = adopt(variable, chosen);
    const known = stored.find((key) => key.hash === adopted.hash);
    if (known !== undefined && (known.revokedAt !== null || known.role !== role)) {
      const why = known.revokedAt === null ? `is already the ${known.role} key ${known.id}` : `was revoked (${known.id})`;
      warnings.push(`The key in ${variable} ${why}; set another one.`);
      return null;
    }
    if (known === undefined) await store.insert(firstKey(adopted, role, 'environment', now()));
    const earlier = stored.filter(
      (key) => key.source === 'environment' && key.role === role && key.hash !== adopted.hash && key.revokedAt === null,
    );
    for (const key of earlier) await store.revoke(key.id, new Date(now()), false);
    return null;
  };

  const first = {
    adminKey: await ensure('admin', 'PLIMSOLL_ADMIN_KEY', adminKey),
    appKey: await ensure('app', 'PLIMSOLL_APP_KEY', appKey),
    warnings,
  };
  await table.refresh();
  return first;
};

const adopt = (variable: string, chosen: string): NewKey => {
  try {
    return adoptKey(chosen);
  } catch (error) {
    throw new RangeError(`${variable}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const firstKey = (made: NewKey, role: Role, source: KeySource, nowMs: number): StoredKey => ({
  id: made.id,
  name: source === 'environment' ? `${role} key from the environment` : `First ${role} key`,
  role,
  tenant: staffTenant,
  app: 'default',
  hash: made.hash,
  hint: made.hint,
  source,
  createdAt: new Date(nowMs),
  createdBy: null,
  expiresAt: null,
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: null,
});
