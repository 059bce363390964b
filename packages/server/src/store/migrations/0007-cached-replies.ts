/** Answers that replicas share and that outlive a restart, and what was forgotten of them. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const cachedReplies: Migration = {
  up: async (db) => {
    // `question` is how a request that means the same is found again: its frame and words. Vectors are searched in memory; here they are kept.
    await sql`
      create table cached_replies (
        key text primary key,
        seq bigserial not null,
        tenant text not null,
        written_by text not null,
        stored_at timestamptz not null,
        expires_at timestamptz not null,
        head text not null,
        body bytea not null,
        question text,
        vector bytea
      )`.execute(db);
    await sql`alter table cached_replies alter column body set storage external`.execute(db);
    await sql`create index cached_replies_by_seq on cached_replies (seq)`.execute(db);
    await sql`create index cached_replies_by_end on cached_replies (expires_at)`.execute(db);
    await sql`
      create table cache_forgettings (
        seq bigserial primary key,
        written_by text not null,
        at timestamptz not null,
        tenant text,
        tag text,
        model text
      )`.execute(db);
  },
};
