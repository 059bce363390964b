import type { CallRecord } from '@plimsoll/contract/call-record';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { isCallId } from './call-ids.ts';
import { parseRecord } from './parse-record.ts';

/**
 * One call with all that is known of it.
 * @param tenant null sees the calls of all tenants.
 * @returns null when there is no such call, or none that this tenant may see.
 */
export const findTrace = async (db: Kysely<Database>, id: string, tenant: string | null): Promise<CallRecord | null> => {
  if (!isCallId(id)) return null;
  const row = await db
    .selectFrom('calls')
    .select(['record', 'content'])
    .where('id', '=', id)
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant))
    .executeTakeFirst();
  if (row === undefined) return null;
  const record = parseRecord(row.record);
  return row.content === null ? record : { ...record, content: JSON.parse(row.content) as CallRecord['content'] };
};
