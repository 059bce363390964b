/** How an account came to what it has spent: sums over its period so far. */
import type { BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { SpendHistory } from '@plimsoll/contract/api/spend';
import { sql, type Kysely } from 'kysely';
import { callsIn, dimensionOf } from '../attribution/calls-as-json.ts';
import { spendIn } from '../attribution/spend-hours.ts';
import type { Database } from '../database.ts';

export interface HistoryAsk {
  readonly budget: string;
  readonly settings: BudgetSettings;
  readonly from: Date;
  /** Of the period; the sums end with now. */
  readonly to: Date;
  readonly now: Date;
}

/** About so many points over a whole period. */
const points = 96;
const hourMs = 3_600_000;

/** @returns sums from the period's begin, one a step, up to now */
export const readSpendHistory = async (db: Kysely<Database>, { budget, settings, from, to, now }: HistoryAsk): Promise<SpendHistory> => {
  const wholeMs = to.getTime() - from.getTime();
  // Hours and more from the hourly roll-ups, less from the minutely ones.
  const stepMs = wholeMs / points >= hourMs ? Math.ceil(wholeMs / points / hourMs) * hourMs : 15 * 60_000;
  const until = new Date(Math.min(now.getTime(), to.getTime()));
  const spent = needsRecords(settings) ? await fromRecords(db, settings, from, until, stepMs) : await fromRollUps(db, settings, from, until, stepMs);
  let sum = 0n;
  const steps = Math.max(1, Math.ceil((until.getTime() - from.getTime()) / stepMs));
  return {
    budget,
    from: from.toISOString(),
    to: to.toISOString(),
    stepSeconds: stepMs / 1000,
    points: Array.from({ length: steps }, (_, step) => {
      sum += spent.get(step) ?? 0n;
      return { at: new Date(Math.min(from.getTime() + (step + 1) * stepMs, until.getTime())).toISOString(), spentPicoUsd: sum.toString() };
    }),
  };
};

/** Roll-ups know tenants and models, and nobody else. */
const needsRecords = ({ app, feature, user }: BudgetSettings): boolean => app !== undefined || feature !== undefined || user !== undefined;

interface Step {
  readonly step: number;
  readonly cost: string;
}

const stepsOf = (rows: readonly Step[]): ReadonlyMap<number, bigint> => new Map(rows.map(({ step, cost }) => [step, BigInt(cost)]));

const fromRollUps = async (db: Kysely<Database>, { tenant, model }: BudgetSettings, from: Date, until: Date, stepMs: number): Promise<ReadonlyMap<number, bigint>> => {
  const grain = stepMs >= hourMs ? 'hour' : 'minute';
  const { rows } = await sql<Step>`
    select floor((extract(epoch from at) * 1000 - ${from.getTime()}::float8) / ${stepMs}::float8)::float8 as step, sum(cost_pico_usd)::text as cost from call_rollups
    where grain = ${grain} and at >= ${from.toISOString()}::timestamptz and at < ${until.toISOString()}::timestamptz
      and (${tenant ?? null}::text is null or tenant = ${tenant ?? null}) and (${model ?? null}::text is null or model = ${model ?? null})
    group by 1`.execute(db);
  return stepsOf(rows);
};

const fromRecords = async (db: Kysely<Database>, settings: BudgetSettings, from: Date, until: Date, stepMs: number): Promise<ReadonlyMap<number, bigint>> => {
  const { tenant, app, feature, user, model } = settings;
  const window = { from, to: until, tenant: tenant ?? null };
  // Steps of less than an hour are told apart by the calls themselves; then the window is a day or so.
  const spend =
    stepMs >= hourMs && from.getTime() % hourMs === 0
      ? sql`select extract(epoch from hour) * 1000 as at, cost, app, feature, "user", model from (${await spendIn(db, window)}) as hours`
      : sql`select (j ->> 'startedAt')::float8 as at, cost, ${dimensionOf.app} as app, ${dimensionOf.feature} as feature, ${dimensionOf.user} as "user", answered as model from (${callsIn(window)}) as calls`;
  const { rows } = await sql<Step>`
    select floor((at::float8 - ${from.getTime()}::float8) / ${stepMs}::float8)::float8 as step, sum(cost)::text as cost
    from (${spend}) as spend
    where cost is not null and (${app ?? null}::text is null or app = ${app ?? null}) and (${feature ?? null}::text is null or feature = ${feature ?? null})
      and (${user ?? null}::text is null or "user" = ${user ?? null}) and (${model ?? null}::text is null or model = ${model ?? null})
    group by 1`.execute(db);
  return stepsOf(rows);
};
