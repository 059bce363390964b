import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { encodeHistogram } from './latency-histogram.ts';
import type { RollUp } from './roll-up.ts';

/** Adds sums to those that the store has, in one statement. Part of the transaction that inserts the calls they count. */
export const addRollUps = async (db: Kysely<Database>, sums: readonly RollUp[]): Promise<void> => {
  if (sums.length === 0) return;
  const column = (value: (sum: RollUp) => string | number): (string | number)[] => sums.map(value);
  await sql`
    insert into call_rollups as known (
      grain, at, tenant, model, provider, requests, errors, abandoned, interrupted,
      input_tokens, output_tokens, cost_pico_usd, unpriced, latency
    )
    select * from unnest(
      ${column((sum) => sum.grain)}::text[],
      ${column((sum) => new Date(sum.atMs).toISOString())}::timestamptz[],
      ${column((sum) => sum.tenant)}::text[],
      ${column((sum) => sum.model)}::text[],
      ${column((sum) => sum.provider)}::text[],
      ${column((sum) => sum.requests)}::bigint[],
      ${column((sum) => sum.errors)}::bigint[],
      ${column((sum) => sum.abandoned)}::bigint[],
      ${column((sum) => sum.interrupted)}::bigint[],
      ${column((sum) => sum.inputTokens)}::bigint[],
      ${column((sum) => sum.outputTokens)}::bigint[],
      ${column((sum) => sum.costPicoUsd.toString())}::numeric[],
      ${column((sum) => sum.unpriced)}::bigint[],
      ${column((sum) => encodeHistogram(sum.latency))}::numeric[]
    )
    on conflict (grain, at, tenant, model, provider) do update set
      requests = known.requests + excluded.requests,
      errors = known.errors + excluded.errors,
      abandoned = known.abandoned + excluded.abandoned,
      interrupted = known.interrupted + excluded.interrupted,
      input_tokens = known.input_tokens + excluded.input_tokens,
      output_tokens = known.output_tokens + excluded.output_tokens,
      cost_pico_usd = known.cost_pico_usd + excluded.cost_pico_usd,
      unpriced = known.unpriced + excluded.unpriced,
      latency = known.latency + excluded.latency`.execute(db);
};
