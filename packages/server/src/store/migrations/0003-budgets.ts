/** What budgets allow, what replicas have taken of it, and what calls have cost. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const budgets: Migration = {
  up: async (db) => {
    // `taken` is all that any replica has and did not give back, spent or not: the cap holds because nothing is granted beyond it.
    await sql`
      create table budget_accounts (
        key text primary key,
        budget text not null,
        subject text not null,
        period text not null,
        ends_at timestamptz,
        cap numeric not null,
        taken numeric not null default 0,
        settled numeric not null default 0
      ) with (fillfactor = 70)`.execute(db);
    await sql`create index budget_accounts_by_budget on budget_accounts (budget, period)`.execute(db);
    await sql`
      create table budget_leases (
        holder text not null,
        account text not null,
        granted numeric not null default 0,
        settled numeric not null default 0,
        sequence bigint not null default 0,
        primary key (holder, account)
      ) with (fillfactor = 70)`.execute(db);
    await sql`create index budget_leases_by_account on budget_leases (account)`.execute(db);
    // One round trip for all that a replica asks, and a new snapshot for each of its statements: what `for update` has waited for is seen.
    // The arithmetic is that of `grantOf` in the engine's treasury.ts; a test holds the two together.
    await sql`
      create function budget_lease(
        p_holder text, p_keys text[], p_budgets text[], p_subjects text[], p_periods text[], p_ends timestamptz[], p_caps numeric[],
        p_sequences bigint[], p_keeps numeric[], p_needs numeric[], p_slices numeric[], p_divisor numeric
      ) returns table (place int, granted numeric, remaining numeric) language plpgsql as $$
      declare
        was_taken numeric; was_granted numeric; was_sequence bigint; now_taken numeric; spare numeric; given numeric;
      begin
        for i in 1 .. coalesce(array_length(p_keys, 1), 0) loop
          insert into budget_accounts (key, budget, subject, period, ends_at, cap)
            values (p_keys[i], p_budgets[i], p_subjects[i], p_periods[i], p_ends[i], p_caps[i])
            on conflict (key) do nothing;
          select a.taken into was_taken from budget_accounts a where a.key = p_keys[i] for update;
          insert into budget_leases (holder, account) values (p_holder, p_keys[i]) on conflict (holder, account) do nothing;
          select l.granted, l.sequence into was_granted, was_sequence
            from budget_leases l where l.holder = p_holder and l.account = p_keys[i];
          if p_sequences[i] <= was_sequence then
            continue;
          end if;
          now_taken := was_taken - was_granted + p_keeps[i];
          spare := greatest(p_caps[i] - now_taken, 0);
          given := case when p_needs[i] = 0 then 0
            else least(spare, p_needs[i] + least(p_slices[i], trunc(spare / p_divisor))) end;
          update budget_accounts set taken = now_taken + given, cap = p_caps[i] where key = p_keys[i];
          update budget_leases set granted = p_keeps[i] + given, sequence = p_sequences[i]
            where holder = p_holder and account = p_keys[i];
          place := i;
          granted := p_keeps[i] + given;
          remaining := p_caps[i] - now_taken - given;
          return next;
        end loop;
      end $$`.execute(db);
  },
};
