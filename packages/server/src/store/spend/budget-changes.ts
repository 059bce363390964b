/** Changes of budgets in the store: each replica reads them, so all of them keep the same budgets. */
import { sql, type Kysely } from 'kysely';
import { budgetSettings, type BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { Database } from '../database.ts';

export interface BudgetChange {
  readonly name: string;
  readonly settings: BudgetSettings;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** Tenant of who changed it. */
  readonly owner: string;
}

export const readBudgetChanges = async (db: Kysely<Database>): Promise<readonly BudgetChange[]> => {
  const { rows } = await sql<{ name: string; settings: string; changed_at: Date; changed_by: string; owner: string }>`
    select name, settings, changed_at, changed_by, owner from budget_changes order by name limit 1000`.execute(db);
  return rows.map(({ name, settings, changed_at: changedAt, changed_by: changedBy, owner }) => ({ name, settings: budgetSettings.parse(JSON.parse(settings)), changedAt, changedBy, owner }));
};

export const writeBudgetChange = async (db: Kysely<Database>, { name, settings, changedAt, changedBy, owner }: BudgetChange): Promise<void> => {
  await sql`
    insert into budget_changes (name, settings, changed_at, changed_by, owner) values (${name}, ${JSON.stringify(settings)}, ${changedAt.toISOString()}::timestamptz, ${changedBy}, ${owner})
    on conflict (name) do update set settings = excluded.settings, changed_at = excluded.changed_at, changed_by = excluded.changed_by, owner = excluded.owner`.execute(db);
};

/** @returns whether there was a change of that name */
export const removeBudgetChange = async (db: Kysely<Database>, name: string): Promise<boolean> => {
  const { rows } = await sql`delete from budget_changes where name = ${name} returning name`.execute(db);
  return rows.length > 0;
};
