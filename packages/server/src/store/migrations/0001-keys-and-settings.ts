/** Keys, each with its one secret's hash, and settings the server makes for itself. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const keysAndSettings: Migration = {
  up: async (db) => {
    await sql`
      create table api_keys (
        id text primary key,
        name text not null,
        role text not null,
        tenant text not null,
        app text not null,
        hint text not null,
        source text not null,
        secret_hash text not null unique,
        created_at timestamptz not null,
        created_by text,
        expires_at timestamptz,
        revoked_at timestamptz,
        replaced_by text,
        last_used_at timestamptz
      )`.execute(db);
    await sql`create table settings (name text primary key, value jsonb not null)`.execute(db);
  },
};
