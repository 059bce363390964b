/**
 * What admins do with keys: create, rotate, revoke, list. Each change is in the store first, then in the table
 * of this process at once; other replicas follow within two seconds.
 */
import type { ApiKey, CreatedKey, createKeyRequest } from '@plimsoll/contract/api/keys';
import type { Caller } from '@plimsoll/contract/caller';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { z } from 'zod';
import { makeKey } from './key-format.ts';
import { keyState, shownKey } from './key-state.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import type { KeyTable } from './key-table.ts';
import { isStaff, visibleTenant } from './tenancy.ts';

export interface KeyService {
  /** The keys this caller may see, newest first. */
  readonly list: (actor: Caller) => Promise<ApiKey[]>;
  /** @throws PlimsollError `forbidden` for a key of another tenant. */
  readonly create: (actor: Caller, request: z.output<typeof createKeyRequest>) => Promise<CreatedKey>;
  /**
   * Gives the key a successor with its name, role, tenant, app and end; the old secret works for the grace period still.
   * @throws PlimsollError `not_found`, or `conflict` when the key is no longer active.
   */
  readonly rotate: (actor: Caller, id: string, graceMinutes: number) => Promise<CreatedKey>;
  /** Ends the key now. Ending it again changes nothing. @throws PlimsollError `not_found`, or `conflict` for the last admin key. */
  readonly revoke: (actor: Caller, id: string) => Promise<ApiKey>;
}

export interface KeyServiceOptions {
  readonly store: KeyStore;
  readonly table: KeyTable;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export const createKeyService = ({ store, table, now = Date.now }: KeyServiceOptions): KeyService => {
  const shown = (key: StoredKey): ApiKey => shownKey(key, table.lastUsedAt(key.id) ?? key.lastUsedAt, now());

  const seen = async (actor: Caller): Promise<StoredKey[]> => {
    const tenant = visibleTenant(actor);
    return (await store.list()).filter((key) => tenant === null || key.tenant === tenant);
  };

  /** Another tenant's key is as absent as one that never was. */
  const find = async (actor: Caller, id: string): Promise<StoredKey> => {
    const key = (await seen(actor)).find((candidate) => candidate.id === id);
    if (key === undefined) throw new PlimsollError('not_found', 'No key has this id.');
    return key;
  };

  return {
    list: async (actor) => (await seen(actor)).map(shown),

    create: async (actor, request) => {
      const tenant = request.tenant ?? actor.tenant;
      if (!isStaff(actor) && tenant !== actor.tenant) {
        throw new PlimsollError('forbidden', `This key makes keys for the tenant "${actor.tenant}" only.`);
      }
      const made = makeKey();
      const createdAt = new Date(now());
      const days = request.expiresInDays;
      const key: StoredKey = {
        id: made.id,
        name: request.name,
        role: request.role,
        tenant,
        app: request.app,
        hash: made.hash,
        hint: made.hint,
        source: 'created',
        createdAt,
        createdBy: actor.keyId,
        expiresAt: days === undefined ? null : new Date(createdAt.getTime() + days * 86_400_000),
        revokedAt: null,
        replacedBy: null,
        lastUsedAt: null,
      };
      await store.insert(key);
      table.put(key);
      return { key: shown(key), secret: made.secret };
    },

    rotate: async (actor, id, graceMinutes) => {
      const old = await find(actor, id);
      const nowMs = now();
      const state = keyState(old, nowMs);
      if (state !== 'active') throw new PlimsollError('conflict', `The key is ${state}; only an active key can be rotated.`);
      const made = makeKey();
      const successor: StoredKey = {
        ...old,
        id: made.id,
        hash: made.hash,
        hint: made.hint,
        source: 'created',
        createdAt: new Date(nowMs),
        createdBy: actor.keyId,
        lastUsedAt: null,
      };
      const graceEndsMs = nowMs + graceMinutes * 60_000;
      const oldExpiresAt = new Date(Math.min(graceEndsMs, old.expiresAt?.getTime() ?? graceEndsMs));
      if (!(await store.replace(id, successor, oldExpiresAt))) {
        throw new PlimsollError('conflict', 'The key was changed in the meantime.');
      }
      table.put(successor, { ...old, expiresAt: oldExpiresAt, replacedBy: successor.id });
      return { key: shown(successor), secret: made.secret };
    },

    revoke: async (actor, id) => {
      const key = await find(actor, id);
      const at = new Date(now());
      // Staff may end another tenant's last admin key: they can make it a new one. Nobody can do that for the staff.
      const keepAdmin = key.role === 'admin' && (isStaff(key) || key.tenant === actor.tenant);
      const result = await store.revoke(id, at, keepAdmin);
      if (result === 'missing') throw new PlimsollError('not_found', 'No key has this id.');
      if (result === 'last_admin') {
        throw new PlimsollError('conflict', `This is the last admin key of "${key.tenant}". Create another one first, or rotate this one.`);
      }
      if (result === 'already_revoked') return shown(key);
      const ended: StoredKey = { ...key, revokedAt: at };
      table.put(ended);
      return shown(ended);
    },
  };
};
