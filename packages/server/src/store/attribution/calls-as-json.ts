/**
 * Calls with the members that spending is told apart by, read from their records in SQL. The spool writes records short
 * (`spool/record-text.ts`): what a call with one attempt has in common with it is said once, and zeros and nulls not at all.
 */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Dimension } from '@plimsoll/contract/api/attribution';
import { localProvider } from '@plimsoll/contract/local-provider';
import { firstIdAt } from '../calls/call-ids.ts';
import type { Database } from '../database.ts';

export interface CallWindow {
  readonly from: Date;
  readonly to: Date;
  /** null for all tenants. */
  readonly tenant: string | null;
}

/** PostgreSQL's JSON holds no zero character; a call that smuggled one in is not told apart, and not counted here. */
const zeroCharacter = '%\\u0000%';

/** One row a call: `id`, `tenant`, `j` (the record), `u` (its usage), `cost`, `answered`, `content`. */
export const callsIn = (window: CallWindow): RawBuilder<unknown> => parsed(sql`
  select id, tenant, record::jsonb as j, content from calls where ${within(window)} offset 0`);

/** As above, of the newest calls whose content is kept, so many at most. */
export const newestWithContent = (window: CallWindow, most: number): RawBuilder<unknown> => parsed(sql`
  select id, tenant, record::jsonb as j, content from (
    select id, tenant, record, content from calls where content is not null and ${within(window)} order by id desc limit ${sql.lit(most)}
  ) as newest`);

const within = ({ from, to, tenant }: CallWindow): RawBuilder<unknown> => sql`
  id >= ${firstIdAt(from)}::uuid and id < ${firstIdAt(to)}::uuid
  and (${tenant}::text is null or tenant = ${tenant}) and record not like ${zeroCharacter}`;

const attempt = sql.ref('attempt');

/**
 * An attempt that was refused here, by a limit, a budget or for want of a price, never left. One that did has the provider's status, tokens or a charge; or it
 * ended in a way that leaves no trace of these: an error that the provider answered with, or the end of this process.
 */
const reachedProvider = sql`(
  ${attempt} ? 'status' or (${attempt} #>> '{usage,input}')::bigint > 0 or (${attempt} #>> '{usage,output}')::bigint > 0
  or split_part(${attempt} ->> 'charge', ' ', 2) <> '0' or ${attempt} ->> 'outcome' = 'interrupted'
  or ${attempt} ->> 'errorCode' in ('provider_failed', 'provider_rate_limited', 'provider_credentials'))`;

/** Of a row of `callsIn`: what the attempts that reached a provider are, and more if it is said. */
const anyThatReached = (which: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (select from jsonb_array_elements(j -> 'attempts') as attempt where ${reachedProvider} and ${which})`;

export const wentToCloud = anyThatReached(sql`${attempt} ->> 'provider' <> ${sql.lit(localProvider)}`);

export const isUnpriced = sql<boolean>`cost is null and ${anyThatReached(sql`true`)}`;

/** What no model was asked for costs nothing. Records did not always say so, and the cost of the whole call was unknown where one of its attempts was refused here. */
const costOfReached = sql`(
  select sum((${attempt} ->> 'costPicoUsd')::numeric) from jsonb_array_elements(j -> 'attempts') as attempt where ${reachedProvider} having bool_and(${attempt} ? 'costPicoUsd'))`;

const parsed = (calls: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select id, tenant, j, coalesce(j -> 'usage', j #> '{attempts,0,usage}', '{}'::jsonb) as u,
    coalesce((case when j ? 'costPicoUsd' then j ->> 'costPicoUsd' else j #>> '{attempts,0,costPicoUsd}' end)::numeric, ${costOfReached}) as cost,
    coalesce(j ->> 'model', j #>> '{attempts,-1,model}') as answered,
    content
  from (${calls}) as parsed`;

/** Where each dimension is in a row of `callsIn`. */
export const dimensionOf: Readonly<Record<Dimension, RawBuilder<string | null>>> = {
  tenant: sql`tenant`,
  app: sql`j ->> 'app'`,
  user: sql`j ->> 'user'`,
  feature: sql`j ->> 'feature'`,
  session: sql`j ->> 'session'`,
  model: sql`answered`,
  prompt: sql`j #>> '{versions,prompt}'`,
  route: sql`case when j ? 'route' then j ->> 'route' else j ->> 'requestedModel' end`,
  provider: sql`coalesce(j ->> 'provider', j #>> '{attempts,-1,provider}')`,
};

export const tokens = (member: 'input' | 'output' | 'cachedInput'): RawBuilder<number> => sql`coalesce((u ->> ${sql.lit(member)})::bigint, 0)`;

/** What is summed over a group of calls. */
export const sums = sql`
  count(*)::float8 as requests,
  count(*) filter (where ${wentToCloud})::float8 as "cloudRequests",
  count(*) filter (where j ? 'cache')::float8 as "cacheHits",
  coalesce(sum(${tokens('input')}), 0)::float8 as "inputTokens",
  coalesce(sum(${tokens('cachedInput')}), 0)::float8 as "cachedInputTokens",
  coalesce(sum(${tokens('output')}), 0)::float8 as "outputTokens",
  coalesce(sum(cost), 0)::text as "costPicoUsd",
  count(*) filter (where ${isUnpriced})::float8 as unpriced`;

export type Runner = Kysely<Database>;

/** Days or parts of days that a long window is read in, so that no question takes the store for long. */
export const slices = function* ({ from, to, tenant }: CallWindow, stepMs: number): Generator<CallWindow> {
  for (let begin = from.getTime(); begin < to.getTime(); begin += stepMs) {
    yield { from: new Date(begin), to: new Date(Math.min(begin + stepMs, to.getTime())), tenant };
  }
};
