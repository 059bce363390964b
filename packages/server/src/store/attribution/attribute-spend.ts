/** Spending by one dimension, and by several of them for each day. */
import type { Attribution, AttributionRow, Dimension, ExportRow } from '@plimsoll/contract/api/attribution';
import { formatUsd } from '@plimsoll/contract/money';
import { budgetWindows } from '@plimsoll/engine/spend/budget-window';
import { sql, type RawBuilder } from 'kysely';
import { callsIn, dimensionOf, slices, sums, type CallWindow, type Runner } from './calls-as-json.ts';
import { spendIn } from './spend-hours.ts';

type Sums = Omit<AttributionRow, 'name'>;

const dayMs = 86_400_000;
/** Beyond so many groups a report helps nobody, and a caller who makes up names could fill the memory. */
const mostGroups = 100_000;

const none: Sums = { requests: 0, cloudRequests: 0, cacheHits: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costPicoUsd: '0', unpriced: 0 };

const add = (a: Sums, b: Sums): Sums => ({
  requests: a.requests + b.requests,
  cloudRequests: a.cloudRequests + b.cloudRequests,
  cacheHits: a.cacheHits + b.cacheHits,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costPicoUsd: (BigInt(a.costPicoUsd) + BigInt(b.costPicoUsd)).toString(),
  unpriced: a.unpriced + b.unpriced,
});

const dearestFirst = (a: Sums, b: Sums): number => {
  const difference = BigInt(b.costPicoUsd) - BigInt(a.costPicoUsd);
  return difference > 0n ? 1 : difference < 0n ? -1 : b.requests - a.requests;
};

/** Sums over rows of `spendIn`. */
const summed = sql`
  sum(requests)::float8 as requests, sum(cloud_requests)::float8 as "cloudRequests", sum(cache_hits)::float8 as "cacheHits", sum(input_tokens)::float8 as "inputTokens",
  sum(cached_input_tokens)::float8 as "cachedInputTokens", sum(output_tokens)::float8 as "outputTokens", sum(cost)::text as "costPicoUsd", sum(unpriced)::float8 as unpriced`;

const columnOf = (dimension: Dimension): RawBuilder<string | null> => sql.ref(dimension);

/** Sums of a group, and the values that it is. */
type Group = Sums & Readonly<Record<`d${number}`, string | null>>;

/** The dearest, so many at most. */
const grouped = async (db: Runner, window: CallWindow, by: readonly Dimension[], most: number = mostGroups): Promise<readonly { readonly names: readonly (string | null)[]; readonly sums: Sums }[]> => {
  const fromRecords = by.includes('session');
  const columns = sql.join(by.map((dimension, index) => sql`${fromRecords ? dimensionOf[dimension] : columnOf(dimension)} as ${sql.ref(`d${index}`)}`));
  const places = sql.join(by.map((_dimension, index) => sql.lit(index + 1)));
  const rowsIn = fromRecords ? callsIn(window) : await spendIn(db, window);
  const { rows } = await sql<Group>`select ${columns}, ${fromRecords ? sums : summed} from (${rowsIn}) as spend
    group by ${places} order by sum(cost) desc nulls last limit ${most}`.execute(db);
  return rows.map((row) => ({
    names: by.map((_dimension, index) => row[`d${index}`] ?? null),
    sums: { requests: row.requests, cloudRequests: row.cloudRequests, cacheHits: row.cacheHits, inputTokens: row.inputTokens, cachedInputTokens: row.cachedInputTokens, outputTokens: row.outputTokens, costPicoUsd: row.costPicoUsd, unpriced: row.unpriced },
  }));
};

/** @param most sessions that are looked at a day; the total is of all */
export const attributeSpend = async (db: Runner, window: CallWindow, by: Dimension, limit: number, most: number = mostGroups): Promise<Attribution> => {
  if (by === 'session') return bySession(db, window, limit, most);
  const { rows } = await sql<Sums & { readonly name: string | null; readonly isTotal: boolean }>`
    select ${columnOf(by)} as name, grouping(${columnOf(by)}) = 1 as "isTotal", ${summed} from (${await spendIn(db, window)}) as spend
    group by grouping sets ((${columnOf(by)}), ()) order by 2 desc, sum(cost) desc, sum(requests) desc limit ${limit + 2}`.execute(db);
  const named = rows.filter(({ isTotal }) => !isTotal).map(({ isTotal: _isTotal, ...row }) => row);
  const { name: _name, isTotal: _isTotal, ...total } = rows.find(({ isTotal, requests }) => isTotal && requests !== null) ?? { name: null, isTotal: true, ...none };
  return { by, from: window.from.toISOString(), to: window.to.toISOString(), total, rows: named.slice(0, limit), more: named.length > limit };
};

/** Sessions are too many to be kept by the hour, and may be too many to be listed: the total does not depend on them. */
const bySession = async (db: Runner, window: CallWindow, limit: number, most: number): Promise<Attribution> => {
  const groups = new Map<string | null, Sums>();
  const { rows: [all] } = await sql<Sums>`select ${summed} from (${await spendIn(db, window)}) as spend having count(*) > 0`.execute(db);
  for (const slice of slices(window, dayMs)) {
    for (const { names, sums: own } of await grouped(db, slice, ['session'], most)) {
      const name = names[0] ?? null;
      if (groups.size < most || groups.has(name)) groups.set(name, add(groups.get(name) ?? none, own));
    }
  }
  const rows = [...groups].map(([name, own]) => ({ name, ...own })).toSorted(dearestFirst);
  return { by: 'session', from: window.from.toISOString(), to: window.to.toISOString(), total: all ?? none, rows: rows.slice(0, limit), more: rows.length > limit };
};

/** Day by day, by up to four dimensions. @param timeZone in which days begin */
export async function* exportSpend(db: Runner, window: CallWindow, by: readonly Dimension[], timeZone: string): AsyncGenerator<ExportRow> {
  const days = budgetWindows('day', timeZone);
  for (let from = window.from.getTime(); from < window.to.getTime(); ) {
    const day = days(from);
    const to = Math.min(day.endsAtMs ?? window.to.getTime(), window.to.getTime());
    const groups = await grouped(db, { from: new Date(from), to: new Date(to), tenant: window.tenant }, by);
    for (const { names, sums: own } of groups.toSorted((a, b) => dearestFirst(a.sums, b.sums))) {
      yield {
        ChargePeriodStart: day.label,
        BillingCurrency: 'USD',
        BilledCost: formatUsd(BigInt(own.costPicoUsd)),
        ConsumedQuantity: own.inputTokens + own.outputTokens,
        ConsumedUnit: 'Tokens',
        dimensions: Object.fromEntries(by.map((dimension, index) => [dimension, names[index] ?? null])),
        ...own,
      };
    }
    from = to;
  }
}
