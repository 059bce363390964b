import type { CallRecord } from '@plimsoll/contract/call-record';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

/**
 * One call with all that is known of it.
 * @param tenant null sees the calls of all tenants.
 * @returns null when there is no such call, or none that this tenant may see.
 */
export const findTrace = async (db: Kysely<Database>, id: string, tenant: string | null): Promise<CallRecord | null> => {
  const row = await db
    .selectFrom('calls')
    .select('record')
    .where('id', '=', id)
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant))
    .executeTakeFirst();
  // We wrote it, and a CallRecord is plain JSON.
  return row === undefined ? null : (JSON.parse(row.record) as CallRecord);
};
