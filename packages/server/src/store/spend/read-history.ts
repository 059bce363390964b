/** How an account came to what it has spent: sums over its period so far. */
import type { BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { SpendHistory } from '@plimsoll/contract/api/spend';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { callsIn, dimensionOf } from '../attribution/calls-as-json.ts';
import { spendIn } from '../attribution/spend-hours.ts';
import { minutesKeptMs } from '../calls/delete-old-calls.ts';
import type { Database, Grain } from '../database.ts';

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
  const spent = await (needsRecords(settings) ? fromRecords : fromRollUps)(db, settings, { from, until, now, stepMs });
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

interface Steps {
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
  readonly stepMs: number;
}

interface Step {
  readonly step: number;
  readonly cost: string;
}

const stepsOf = (rows: readonly Step[]): ReadonlyMap<number, bigint> => new Map(rows.map(({ step, cost }) => [step, BigInt(cost)]));

/** A part of the period, in epoch milliseconds. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Whole hours by their roll-ups. In many time zones a month begins within an hour, and such a part of an hour is read by the minute, or from records once
 * minutes are no longer kept.
 */
const fromRollUps = async (db: Kysely<Database>, { tenant, model }: BudgetSettings, { from, until, now, stepMs }: Steps): Promise<ReadonlyMap<number, bigint>> => {
  const [fromMs, untilMs] = [from.getTime(), until.getTime()];
  const rollUps = (grain: Grain, span: Span): RawBuilder<unknown> => sql`
    select extract(epoch from at) * 1000 as at, cost_pico_usd as cost from call_rollups
    where grain = ${grain} and at >= ${iso(span.fromMs)}::timestamptz and at < ${iso(span.toMs)}::timestamptz
      and (${tenant ?? null}::text is null or tenant = ${tenant ?? null}) and (${model ?? null}::text is null or model = ${model ?? null})`;
  const records = (span: Span): RawBuilder<unknown> => sql`
    select (j ->> 'startedAt')::float8 as at, cost from (${callsIn({ from: new Date(span.fromMs), to: new Date(span.toMs), tenant: tenant ?? null })}) as calls
    where cost is not null and (${model ?? null}::text is null or answered = ${model ?? null})`;
  const partOfHour = (span: Span): RawBuilder<unknown>[] =>
    span.fromMs >= span.toMs ? [] : [span.fromMs > now.getTime() - minutesKeptMs + hourMs ? rollUps('minute', span) : records(span)];

  const firstHour = Math.ceil(fromMs / hourMs) * hourMs;
  const endHour = Math.max(firstHour, Math.floor(untilMs / hourMs) * hourMs);
  const spend =
    stepMs < hourMs
      ? rollUps('minute', { fromMs, toMs: untilMs })
      : sql.join(
          [rollUps('hour', { fromMs: firstHour, toMs: endHour }), ...partOfHour({ fromMs, toMs: Math.min(firstHour, untilMs) }), ...partOfHour({ fromMs: endHour, toMs: untilMs })],
          sql` union all `,
        );
  const { rows } = await sql<Step>`
    select floor((at::float8 - ${fromMs}::float8) / ${stepMs}::float8)::float8 as step, sum(cost)::text as cost from (${spend}) as spend group by 1`.execute(db);
  return stepsOf(rows);
};

const fromRecords = async (db: Kysely<Database>, { tenant, app, feature, user, model }: BudgetSettings, { from, until, stepMs }: Steps): Promise<ReadonlyMap<number, bigint>> => {
  const window = { from, to: until, tenant: tenant ?? null };
  // Steps of less than an hour are told apart by the calls themselves; then the window is a day or so. An hour may begin before the period does.
  const spend =
    stepMs >= hourMs
      ? sql`select extract(epoch from hour) * 1000 as at, cost, app, feature, "user", model from (${await spendIn(db, window)}) as hours`
      : sql`select (j ->> 'startedAt')::float8 as at, cost, ${dimensionOf.app} as app, ${dimensionOf.feature} as feature, ${dimensionOf.user} as "user", answered as model from (${callsIn(window)}) as calls`;
  const { rows } = await sql<Step>`
    select greatest(0, floor((at::float8 - ${from.getTime()}::float8) / ${stepMs}::float8))::float8 as step, sum(cost)::text as cost
    from (${spend}) as spend
    where cost is not null and (${app ?? null}::text is null or app = ${app ?? null}) and (${feature ?? null}::text is null or feature = ${feature ?? null})
      and (${user ?? null}::text is null or "user" = ${user ?? null}) and (${model ?? null}::text is null or model = ${model ?? null})
    group by 1`.execute(db);
  return stepsOf(rows);
};
