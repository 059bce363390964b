import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

/**
 * A value that the server made for itself once, e.g. the secret that signs sessions. The first to ask makes it;
 * all replicas get that same one.
 * @param make gives any JSON value.
 */
export const getOrCreateSetting = async (db: Kysely<Database>, name: string, make: () => unknown): Promise<unknown> => {
  const read = () => db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  const known = await read();
  if (known !== undefined) return known.value;
  await db
    .insertInto('settings')
    .values({ name, value: JSON.stringify(make()) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await read())?.value;
};
