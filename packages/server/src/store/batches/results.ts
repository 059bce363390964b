/** Results of items: written together, each line once, and read back in the order of the input as the batch's output. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { WorkState } from './work.ts';

export interface ItemResult {
  /** Of the input file, from 1. */
  readonly line: number;
  readonly failed: boolean;
  /** The line of the output file, without its end. */
  readonly output: string;
}

/**
 * Writes results and adds to the batch's counts what is new among them: a line that has a result keeps it.
 * @returns the batch's state; undefined when another works on it by now, and nothing was written.
 */
export const writeResults = async (db: Kysely<Database>, batch: string, job: string, results: readonly ItemResult[]): Promise<WorkState | undefined> => {
  const lines = results.map(({ line }) => line);
  const failures = results.map(({ failed }) => failed);
  const outputs = results.map(({ output }) => output);
  const { rows } = await sql<WorkState>`
    select status, paused, expires_at from batch_write(${batch}, ${job}, ${lines}::int[], ${failures}::boolean[], ${outputs}::text[])`.execute(db);
  return rows[0];
};

/** The lines that have a result. */
export const linesDone = async (db: Kysely<Database>, batch: string): Promise<ReadonlySet<number>> => {
  const rows = await db.selectFrom('batch_results').select('line').where('batch', '=', batch).execute();
  return new Set(rows.map(({ line }) => line));
};

/** Size of the output with these results, in bytes; 0 where there are none. */
export const outputBytes = async (db: Kysely<Database>, batch: string, failed: boolean): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(octet_length(output) + 1), 0)::bigint as bytes from batch_results where batch = ${batch} and failed = ${failed}`.execute(db);
  return rows[0]?.bytes ?? 0;
};

/** Lines read at a time: some hundred kilobytes where answers are of the usual length. */
const pageLines = 100;

/** The output as text, some lines at a time. */
export async function* outputOf(db: Kysely<Database>, batch: string, failed: boolean): AsyncGenerator<Buffer> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('batch_results')
      .select(['line', 'output'])
      .where('batch', '=', batch)
      .where('failed', '=', failed)
      .where('line', '>', after)
      .orderBy('line')
      .limit(pageLines)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.line;
    yield Buffer.from(rows.map(({ output }) => `${output}\n`).join(''));
  }
}
