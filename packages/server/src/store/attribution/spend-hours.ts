/**
 * Sums of calls by hour and by all that spending is told apart by but the session. An hour is read from its records once, some time
 * after its end; a record that comes later still makes it be read again. Only the beginning, the end and the newest hours of a window are read from records.
 */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { repeatQuietly, type Repeating } from '../../jobs/repeat-quietly.ts';
import type { Database } from '../database.ts';
import { callsIn, dimensionOf, isUnpriced, tokens, wentToCloud, type CallWindow, type Runner } from './calls-as-json.ts';

const hourMs = 3_600_000;
/** Records are stored within seconds of their call's end. One of an hour that ended longer ago than this is late. */
const lateAfterMs = hourMs;
/** Longer than that, so that whoever stores a record that is not yet late has long committed it; clocks may differ. */
const readAfterMs = 2 * hourMs;

/** An answer of so few tokens may be a classification, a choice, a short fact. */
export const shortAnswerTokens = 64;

const columns = sql`tenant, app, "user", feature, model, prompt, route, provider, deferred,
  requests, metered_requests, cloud_requests, cache_hits, priced_hits, hits_cost, input_tokens, cached_input_tokens, output_tokens, cost, unpriced,
  short_requests, short_input_tokens, short_output_tokens, short_cost, shaped_requests, shaped_tokens`;

/** Rows as those of `spend_hours`, from records. */
const fromRecords = (window: CallWindow): RawBuilder<unknown> => {
  const isShort = sql`not j ? 'cache' and j ->> 'finishReason' in ('stop', 'end_turn') and ${tokens('output')} <= ${sql.lit(shortAnswerTokens)}`;
  const isShaped = sql`(j #>> '{shaped,observed}') = 'false'`;
  return sql`
    select date_trunc('hour', to_timestamp((j ->> 'startedAt')::float8 / 1000), 'UTC') as hour,
      ${dimensionOf.tenant} as tenant, ${dimensionOf.app} as app, ${dimensionOf.user} as "user", ${dimensionOf.feature} as feature, ${dimensionOf.model} as model,
      ${dimensionOf.prompt} as prompt, ${dimensionOf.route} as route, ${dimensionOf.provider} as provider, j ? 'deferred' as deferred,
      count(*) as requests,
      count(*) filter (where ${tokens('input')} + ${tokens('output')} > 0) as metered_requests,
      count(*) filter (where ${wentToCloud}) as cloud_requests,
      count(*) filter (where j ? 'cache') as cache_hits,
      count(*) filter (where j ? 'reusedCostPicoUsd') as priced_hits,
      coalesce(sum((j ->> 'reusedCostPicoUsd')::numeric), 0) as hits_cost,
      coalesce(sum(${tokens('input')}), 0)::bigint as input_tokens,
      coalesce(sum(${tokens('cachedInput')}), 0)::bigint as cached_input_tokens,
      coalesce(sum(${tokens('output')}), 0)::bigint as output_tokens,
      coalesce(sum(cost), 0) as cost,
      count(*) filter (where ${isUnpriced}) as unpriced,
      count(*) filter (where ${isShort}) as short_requests,
      coalesce(sum(${tokens('input')}) filter (where ${isShort}), 0)::bigint as short_input_tokens,
      coalesce(sum(${tokens('output')}) filter (where ${isShort}), 0)::bigint as short_output_tokens,
      coalesce(sum(cost) filter (where ${isShort}), 0) as short_cost,
      count(*) filter (where ${isShaped}) as shaped_requests,
      coalesce(sum((j #>> '{shaped,tokensBefore}')::bigint - (j #>> '{shaped,tokensAfter}')::bigint) filter (where ${isShaped}), 0)::bigint as shaped_tokens
    from (${callsIn(window)}) as calls group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;
};

const floorHour = (ms: number): number => Math.floor(ms / hourMs) * hourMs;
const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * A subquery of sums whose times lie in the window, as `spend_hours` has them. Hours that nobody has read yet are read now, which may take a
 * while the first time; what was read stays read, also where the caller has given up.
 */
export const spendIn = async (db: Runner, window: CallWindow, nowMs: number = Date.now()): Promise<RawBuilder<unknown>> => {
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  const firstHour = Math.ceil(from / hourMs) * hourMs;
  const endHour = Math.min(floorHour(to), floorHour(nowMs - readAfterMs));
  const rest = (begin: number, end: number): RawBuilder<unknown>[] => (begin < end ? [sql`select hour, ${columns} from (${fromRecords({ ...window, from: new Date(begin), to: new Date(end) })}) as recent`] : []);
  if (endHour <= firstHour) return sql`${fromRecords(window)}`;
  await readHours(db, firstHour, endHour);
  const read = sql`
    select hour, ${columns} from spend_hours
    where hour >= ${iso(firstHour)}::timestamptz and hour < ${iso(endHour)}::timestamptz and (${window.tenant}::text is null or tenant = ${window.tenant})`;
  return sql.join([read, ...rest(from, firstHour), ...rest(endHour, to)], sql` union all `);
};

/** Reads the hours between that have calls and are not read yet. */
export const readHours = async (db: Runner, fromMs: number, toMs: number): Promise<void> => {
  const { rows } = await sql<{ readonly at: Date }>`
    select distinct at from call_rollups
    where grain = 'hour' and at >= ${iso(fromMs)}::timestamptz and at < ${iso(toMs)}::timestamptz
      and not exists (select from spend_hours_read where hour = at and read)
    order by at`.execute(db);
  for (const { at } of rows) await readHour(db, at.getTime());
};

const readHour = (db: Kysely<Database>, hour: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`insert into spend_hours_read (hour, read) values (${iso(hour)}::timestamptz, false) on conflict do nothing`.execute(transaction);
    // Whoever stores a late record of this hour waits for this, or this for them.
    const { rows: [state] } = await sql<{ readonly read: boolean }>`select read from spend_hours_read where hour = ${iso(hour)}::timestamptz for update`.execute(transaction);
    if (state?.read !== false) return;
    await sql`delete from spend_hours where hour = ${iso(hour)}::timestamptz`.execute(transaction);
    await sql`
      insert into spend_hours (hour, ${columns})
      select ${iso(hour)}::timestamptz, ${columns} from (${fromRecords({ from: new Date(hour), to: new Date(hour + hourMs), tenant: null })}) as sums`.execute(transaction);
    await sql`update spend_hours_read set read = true where hour = ${iso(hour)}::timestamptz`.execute(transaction);
  });

/** Part of the transaction that stores records: hours that they come late for are to be read again. */
export const markLate = async (transaction: Kysely<Database>, hours: readonly number[], nowMs: number = Date.now()): Promise<void> => {
  const late = [...new Set(hours)].filter((hour) => hour + hourMs + lateAfterMs <= nowMs).toSorted((a, b) => a - b);
  if (late.length === 0) return;
  await sql`
    insert into spend_hours_read (hour, read) select unnest(${late.map(iso)}::timestamptz[]), false
    on conflict (hour) do update set read = false`.execute(transaction);
};

const readAheadMs = 3 * 24 * hourMs;

/** Reads hours as they are over, so that who asks for a report does not wait for it. */
export const startReadingHours = (db: Runner, log: (message: string) => void): Repeating => {
  const read = (): Promise<void> => {
    const end = floorHour(Date.now() - readAfterMs);
    return readHours(db, end - readAheadMs, end);
  };
  return repeatQuietly(read, {
    firstAfterMs: 90_000,
    everyMs: 10 * 60_000,
    onError: (reason) => log(`spend: the last hours could not be summed, it is tried again later: ${reason}`),
  });
};
