/**
 * The Overview page's figures, from roll-ups alone: what it costs depends on how far back it looks, not on how many calls there were.
 */
import type { Overview, OverviewPoint, overviewModel, overviewQuery, overviewTotals } from '@plimsoll/contract/api/overview';
import { sql, type ExpressionBuilder, type Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../database.ts';
import { decodeHistogram, percentileMs } from './latency-histogram.ts';
import { storableText } from './storable-text.ts';
import { overviewSpan, type OverviewSpan } from './overview-span.ts';

type Totals = z.infer<typeof overviewTotals>;
type ModelTotals = z.infer<typeof overviewModel>;

const mostModels = 100;
const chartedModels = 5;

/**
 * Counts interrupted calls among the errors: to their callers they were.
 * @param tenant null sums over all tenants.
 * @param now for tests.
 */
export const readOverview = async (
  db: Kysely<Database>,
  query: z.output<typeof overviewQuery>,
  tenant: string | null,
  now: Date = new Date(),
): Promise<Overview> => {
  const span = overviewSpan(query.minutes, now);
  const inSpan = rollUpsIn(db, span, tenant, query.model);

  const byModel = await inSpan
    .select(['model', 'provider'])
    .where('model', '<>', '')
    .groupBy(['model', 'provider'])
    .orderBy('requests', 'desc')
    .limit(mostModels)
    .execute();
  const busiest = [...new Set(byModel.map(({ model }) => model))].slice(0, chartedModels);

  const point = sql<number>`floor(extract(epoch from at) / ${sql.lit(span.stepSeconds)})::float8`;
  const all = await inSpan.select(point.as('point')).groupBy(point).execute();
  const each = busiest.length === 0 ? [] : await inSpan.select(['model', point.as('point')]).where('model', 'in', busiest).groupBy(['model', point]).execute();
  const [total] = await inSpan.execute();

  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    stepSeconds: span.stepSeconds,
    totals: totalsOf(total),
    points: pointsOf(span, all),
    byModel: byModel.map((row): ModelTotals => ({ model: row.model, provider: row.provider === '' ? null : row.provider, ...totalsOf(row) })),
    byModelPoints: busiest.map((model) => ({ model, points: pointsOf(span, each.filter((row) => row.model === model)) })),
    everReceived: await everReceived(db, tenant),
  };
};

/** The sums of a span, grouped by what the caller adds. Sums over no rows at all are null. */
const rollUpsIn = (db: Kysely<Database>, { grain, from, to }: OverviewSpan, tenant: string | null, model: string | undefined) =>
  db
    .selectFrom('call_rollups')
    .where('grain', '=', grain)
    .where('at', '>=', from)
    .where('at', '<', to)
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? ''))
    .$if(model !== undefined, (query) => query.where('model', '=', storableText(model ?? '')))
    .select((row) => [
      count(row, 'requests').as('requests'),
      sql<number | null>`sum(errors + interrupted)::float8`.as('errors'),
      count(row, 'abandoned').as('abandoned'),
      count(row, 'input_tokens').as('inputTokens'),
      count(row, 'output_tokens').as('outputTokens'),
      sql<string | null>`sum(cost_pico_usd)`.as('costPicoUsd'),
      count(row, 'unpriced').as('unpriced'),
      sql<string | null>`sum(latency)`.as('latency'),
    ]);

type CountColumn = 'requests' | 'abandoned' | 'input_tokens' | 'output_tokens' | 'unpriced';

/** A sum of bigint is numeric, which would arrive as text; these fit a double exactly. */
const count = (row: ExpressionBuilder<Database, 'call_rollups'>, column: CountColumn) => sql<number | null>`sum(${row.ref(column)})::float8`;

type Sums = Awaited<ReturnType<ReturnType<typeof rollUpsIn>['execute']>>[number];

const totalsOf = (sums: Sums | undefined): Totals => {
  const histogram = decodeHistogram(sums?.latency ?? '0');
  return {
    requests: sums?.requests ?? 0,
    errors: sums?.errors ?? 0,
    abandoned: sums?.abandoned ?? 0,
    inputTokens: sums?.inputTokens ?? 0,
    outputTokens: sums?.outputTokens ?? 0,
    costPicoUsd: sums?.costPicoUsd ?? '0',
    unpriced: sums?.unpriced ?? 0,
    p50Ms: percentileMs(histogram, 0.5),
    p95Ms: percentileMs(histogram, 0.95),
    p99Ms: percentileMs(histogram, 0.99),
  };
};

/** One point an interval, those without calls included. */
const pointsOf = ({ from, stepSeconds, points }: OverviewSpan, rows: readonly (Sums & { point: number })[]): OverviewPoint[] => {
  const known = new Map(rows.map((row) => [row.point, row]));
  const first = from.getTime() / 1000 / stepSeconds;
  return Array.from({ length: points }, (_, index) => ({
    at: new Date((first + index) * stepSeconds * 1000).toISOString(),
    ...totalsOf(known.get(first + index)),
  }));
};

const everReceived = async (db: Kysely<Database>, tenant: string | null): Promise<boolean> => {
  const row = await db
    .selectFrom('call_rollups')
    .select('at')
    .$if(tenant !== null, (query) => query.where('tenant', '=', tenant ?? ''))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
