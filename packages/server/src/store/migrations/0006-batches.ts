/** Files that callers upload, batches made of them, and what came of each item. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const batches: Migration = {
  up: async (db) => {
    // A batch's output is not written a second time: its file is a view of the results (`batch`, and whether they `failed`).
    await sql`
      create table files (
        id text primary key,
        tenant text not null,
        purpose text not null,
        filename text not null,
        bytes bigint not null,
        created_at timestamptz not null,
        complete boolean not null,
        batch text,
        failed boolean
      )`.execute(db);
    await sql`create index files_by_tenant on files (tenant, id)`.execute(db);
    await sql`
      create table file_chunks (
        file text not null references files (id) on delete cascade,
        place int not null,
        data bytea not null,
        primary key (file, place)
      )`.execute(db);
    await sql`alter table file_chunks alter column data set storage external`.execute(db);
    await sql`
      create table batches (
        id text primary key,
        tenant text not null,
        app text not null,
        key_id text not null,
        endpoint text not null,
        completion_window text not null,
        input_file text not null,
        headers text not null,
        metadata text,
        status text not null,
        paused boolean not null default false,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        times jsonb not null default '{}',
        errors text,
        total int not null default 0,
        completed int not null default 0,
        failed int not null default 0,
        output_file text,
        error_file text,
        worker text,
        job text
      ) with (fillfactor = 70)`.execute(db);
    await sql`create index batches_by_tenant on batches (tenant, id)`.execute(db);
    await sql`create index batches_open on batches (id) where status in ('validating', 'in_progress', 'finalizing', 'cancelling')`.execute(db);
    await sql`
      create table batch_results (
        batch text not null references batches (id) on delete cascade,
        line int not null,
        failed boolean not null,
        output text not null,
        primary key (batch, line)
      )`.execute(db);
    // One round trip: a worker that is frozen in the middle holds no lock that the one after it would wait for.
    await sql`
      create function batch_write(p_batch text, p_job text, p_lines int[], p_failures boolean[], p_outputs text[])
        returns table (status text, paused boolean, expires_at timestamptz) language plpgsql as $$
      declare
        now_completed int; now_failed int;
      begin
        select b.status, b.paused, b.expires_at into status, paused, expires_at
          from batches b where b.id = p_batch and b.job = p_job for update;
        if not found then
          return;
        end if;
        with added as (
          insert into batch_results as r (batch, line, failed, output)
            select p_batch, x.line, x.failed, x.output from unnest(p_lines, p_failures, p_outputs) as x (line, failed, output)
            on conflict (batch, line) do nothing
            returning r.failed
        )
        select count(*) filter (where not added.failed), count(*) filter (where added.failed) into now_completed, now_failed from added;
        update batches b set completed = b.completed + now_completed, failed = b.failed + now_failed where b.id = p_batch;
        return next;
      end $$`.execute(db);
  },
};
