/** A file's content, in pieces small enough that none of them holds the store, or the thread that reads it, for long. */
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

export const chunkBytes = 256 * 1024;

export const insertChunk = async (db: Kysely<Database>, file: string, place: number, data: Buffer): Promise<void> => {
  await db.insertInto('file_chunks').values({ file, place, data }).execute();
};

/** The pieces in their order, read one at a time as the reader asks for them. */
export async function* chunksOf(db: Kysely<Database>, file: string): AsyncGenerator<Buffer> {
  for (let place = 0; ; place++) {
    const row = await db.selectFrom('file_chunks').select('data').where('file', '=', file).where('place', '=', place).executeTakeFirst();
    if (row === undefined) return;
    yield row.data;
  }
}
