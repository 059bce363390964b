import { sql, type Kysely } from 'kysely';
import type { KeyUse } from '../../keys/key-store.ts';
import type { Database } from '../database.ts';

/** Sets `last_used_at` where it is later than what is stored, for all keys in one statement. */
export const noteKeyUses = async (db: Kysely<Database>, uses: readonly KeyUse[]): Promise<void> => {
  if (uses.length === 0) return;
  const ids = uses.map(({ id }) => id);
  const times = uses.map(({ at }) => at.toISOString());
  await sql`
    update api_keys set last_used_at = used.at
    from unnest(${ids}::text[], ${times}::timestamptz[]) as used (id, at)
    where api_keys.id = used.id and (last_used_at is null or last_used_at < used.at)`.execute(db);
};
