import type { Kysely } from 'kysely';
import type { RevokeResult } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';

/**
 * Ends a key at once and for good.
 * @param keepAdmin refuse with `last_admin` when no other admin key of the same tenant would stay valid; decided with all of
 *   the tenant's admin keys locked, so that two admins cannot revoke one another.
 */
export const revokeKey = (db: Kysely<Database>, id: string, at: Date, keepAdmin: boolean): Promise<RevokeResult> =>
  db.transaction().execute(async (transaction) => {
    const found = await transaction.selectFrom('api_keys').select('tenant').where('id', '=', id).executeTakeFirst();
    if (found === undefined) return 'missing';

    // Always in the order of their ids: two revocations wait for one another instead of deadlocking.
    const locked = await transaction
      .selectFrom('api_keys')
      .select(['id', 'revoked_at', 'replaced_by', 'expires_at'])
      .where('tenant', '=', found.tenant)
      .where((where) => where.or([where('id', '=', id), where('role', '=', 'admin')]))
      .orderBy('id')
      .forUpdate()
      .execute();
    const key = locked.find((candidate) => candidate.id === id);
    if (key === undefined) return 'missing';
    if (key.revoked_at !== null) return 'already_revoked';

    const another = locked.some(
      (other) =>
        other.id !== id && other.revoked_at === null && other.replaced_by === null && (other.expires_at === null || other.expires_at > at),
    );
    if (keepAdmin && !another) return 'last_admin';
    await transaction.updateTable('api_keys').set({ revoked_at: at }).where('id', '=', id).execute();
    return 'revoked';
  });
