/** Cached answers in the database: written in batches behind the requests, read by other replicas and after a restart. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';

export interface ReplyRow {
  readonly key: string;
  readonly tenant: string;
  readonly storedAt: Date;
  readonly expiresAt: Date;
  /** JSON: everything of the answer but its bytes. */
  readonly head: string;
  readonly body: Buffer;
  /** JSON: its frame and words; null where it is found by its key alone. */
  readonly question: string | null;
  /** Little-endian 32-bit floats. */
  readonly vector: Buffer | null;
}

export interface Forgetting {
  readonly tenant: string | null;
  readonly tag: string | null;
  readonly model: string | null;
}

export const writeReplies = async (db: Kysely<Database>, writer: string, rows: readonly ReplyRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const values = rows.map(
    ({ key, tenant, storedAt, expiresAt, head, body, question, vector }) => sql`(${key}, ${tenant}, ${writer}, ${storedAt.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz, ${head}, ${body}, ${question}, ${vector})`,
  );
  await sql`
    insert into cached_replies (key, tenant, written_by, stored_at, expires_at, head, body, question, vector) values ${sql.join(values)}
    on conflict (key) do update set seq = nextval('cached_replies_seq_seq'), written_by = excluded.written_by, stored_at = excluded.stored_at,
      expires_at = excluded.expires_at, head = excluded.head, body = excluded.body, question = excluded.question, vector = excluded.vector`.execute(db);
};

/** What others wrote: light, so that it may be asked for often. Rows of transactions that end late have a lower number than was seen, hence the overlap. */
export const newReplies = async (db: Kysely<Database>, writer: string, afterSeq: number, most: number): Promise<readonly { readonly key: string; readonly seq: number; readonly storedAt: Date }[]> => {
  const { rows } = await sql<{ key: string; seq: string; stored_at: Date }>`
    select key, seq, stored_at from cached_replies where seq > ${afterSeq} and written_by <> ${writer} and expires_at > now() order by seq limit ${most}`.execute(db);
  return rows.map(({ key, seq, stored_at: storedAt }) => ({ key, seq: Number(seq), storedAt }));
};

export const readReplies = async (db: Kysely<Database>, keys: readonly string[]): Promise<readonly ReplyRow[]> => {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string; tenant: string; stored_at: Date; expires_at: Date; head: string; body: Buffer; question: string | null; vector: Buffer | null }>`
    select key, tenant, stored_at, expires_at, head, body, question, vector from cached_replies where key = any(${[...keys]}::text[]) and expires_at > now()`.execute(db);
  return rows.map(({ stored_at: storedAt, expires_at: expiresAt, ...row }) => ({ ...row, storedAt, expiresAt }));
};

/** Deletes what answers the description, and leaves word for the other replicas. */
export const forgetReplies = async (db: Kysely<Database>, writer: string, { tenant, tag, model }: Forgetting, at: Date): Promise<void> => {
  await db.transaction().execute(async (transaction) => {
    await sql`
      delete from cached_replies where (${tenant}::text is null or tenant = ${tenant})
        and (${tag}::text is null or head::jsonb -> 'tags' ? ${tag}) and (${model}::text is null or head::jsonb ->> 'asked' = ${model} or head::jsonb ->> 'model' = ${model})`.execute(transaction);
    await sql`insert into cache_forgettings (written_by, at, tenant, tag, model) values (${writer}, ${at.toISOString()}::timestamptz, ${tenant}, ${tag}, ${model})`.execute(transaction);
  });
};

export const newForgettings = async (db: Kysely<Database>, writer: string, afterSeq: number): Promise<readonly (Forgetting & { readonly seq: number; readonly at: Date })[]> => {
  const { rows } = await sql<Forgetting & { seq: string; at: Date }>`select seq, at, tenant, tag, model from cache_forgettings where seq > ${afterSeq} and written_by <> ${writer} order by seq limit 1000`.execute(db);
  return rows.map(({ seq, ...row }) => ({ ...row, seq: Number(seq) }));
};

/** @returns the last number there is, 0 for none */
export const lastForgetting = async (db: Kysely<Database>): Promise<number> => {
  const { rows } = await sql<{ seq: string | null }>`select max(seq) as seq from cache_forgettings`.execute(db);
  return Number(rows[0]?.seq ?? 0);
};

export const deleteExpired = async (db: Kysely<Database>, at: Date): Promise<void> => {
  await sql`delete from cached_replies where expires_at < ${at.toISOString()}::timestamptz`.execute(db);
  await sql`delete from cache_forgettings where at < ${new Date(at.getTime() - 86_400_000).toISOString()}::timestamptz`.execute(db);
};
