/** How fast each tenant spends, and how fast it usually does. From roll-ups, so it costs the same however many calls there were. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';

export interface SpendRate {
  readonly tenant: string;
  /** In the last hour, decimal pico-dollars. */
  readonly lastHourPicoUsd: string;
  /** What nine of ten hours with calls stay under, in the week before. */
  readonly usualPicoUsd: string;
  /** Hours with calls in that week. */
  readonly hours: number;
  /** Which took most of the last hour. */
  readonly model: string;
}

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;

export const readRates = async (db: Kysely<Database>, now: Date): Promise<readonly SpendRate[]> => {
  const hourAgo = new Date(now.getTime() - hourMs);
  const { rows } = await sql<SpendRate>`
    with recent as (
      select tenant, model, sum(cost_pico_usd) as cost from call_rollups
      where grain = 'minute' and at >= ${hourAgo.toISOString()}::timestamptz and at <= ${now.toISOString()}::timestamptz group by tenant, model
    ), hours as (
      select tenant, at, sum(cost_pico_usd) as cost from call_rollups
      where grain = 'hour' and at >= ${new Date(now.getTime() - weekMs).toISOString()}::timestamptz and at < ${new Date(now.getTime() - 2 * hourMs).toISOString()}::timestamptz group by tenant, at
    ), usual as (
      select tenant, count(*) as hours, percentile_disc(0.9) within group (order by cost) as cost from hours group by tenant
    )
    select recent.tenant, sum(recent.cost)::text as "lastHourPicoUsd", usual.cost::text as "usualPicoUsd", usual.hours::float8 as hours,
      (array_agg(recent.model order by recent.cost desc))[1] as model
    from recent join usual on usual.tenant = recent.tenant
    group by recent.tenant, usual.cost, usual.hours
    having sum(recent.cost) > usual.cost`.execute(db);
  return rows;
};
