/**
 * What cache, batches, routing and shaping have saved, as records tell it. What requests would have cost elsewhere is an estimate:
 * of them only sums are at hand, and what a request costs may depend on its length (`estimate-cost.ts`).
 */
import type { Savings } from '@plimsoll/contract/api/attribution';
import type { PriceModel } from '@plimsoll/engine/price/price';
import { sql } from 'kysely';
import type { CallWindow, Runner } from './calls-as-json.ts';
import { estimateCost } from './estimate-cost.ts';
import { spendIn } from './spend-hours.ts';

export interface Priced {
  readonly name: string;
  readonly price: PriceModel;
}

export interface PricedRoute {
  readonly name: string;
  readonly candidates: readonly Priced[];
}

export const readSavings = async (db: Runner, window: CallWindow, routes: readonly PricedRoute[], models: readonly Priced[]): Promise<Savings> => {
  const { rows } = await sql<{
    readonly route: string | null;
    readonly answered: string;
    readonly deferred: boolean;
    /** Requests that a model was asked, and that took tokens. */
    readonly asked: number;
    readonly cost: string;
    readonly input: number;
    readonly output: number;
    readonly cached: number;
    readonly hits: number;
    /** Of the hits, those whose record says what the answer had cost. */
    readonly pricedHits: number;
    readonly hitsCost: string;
    readonly shapedRequests: number;
    readonly shapedTokens: number;
  }>`
    select route, model as answered, deferred,
      sum(metered_requests)::float8 as asked, sum(cost)::text as cost,
      sum(input_tokens)::float8 as input, sum(output_tokens)::float8 as output, sum(cached_input_tokens)::float8 as cached,
      sum(cache_hits)::float8 as hits, sum(priced_hits)::float8 as "pricedHits", sum(hits_cost)::text as "hitsCost", sum(shaped_requests)::float8 as "shapedRequests", sum(shaped_tokens)::float8 as "shapedTokens"
    from (${await spendIn(db, window)}) as spend where model is not null group by 1, 2, 3 limit 10000`.execute(db);

  const prices = new Map(models.map(({ name, price }) => [name, price]));
  const total = { hits: 0, cache: 0n, batched: 0, batches: 0n, routed: 0, routing: 0n, shaped: 0, shapedTokens: 0, shaping: 0n };
  for (const row of rows) {
    const cost = BigInt(row.cost);
    total.hits += row.hits;
    total.cache += BigInt(row.hitsCost);
    if (row.asked > 0) total.cache += (cost * BigInt(row.hits - row.pricedHits)) / BigInt(row.asked);
    const own = prices.get(row.answered);
    const tokens = { input: row.input, output: row.output, cachedInput: row.cached };
    const atOnce = row.deferred && own !== undefined ? (estimateCost(own, row.asked, tokens) ?? cost) : cost;
    if (row.deferred) {
      total.batched += row.asked;
      total.batches += atOnce > cost ? atOnce - cost : 0n;
    }
    const candidates = routes.find(({ name }) => name === row.route)?.candidates ?? [];
    const dearest = candidates.reduce<bigint>((most, { price }) => {
      const would = estimateCost(price, row.asked, tokens) ?? 0n;
      return would > most ? would : most;
    }, 0n);
    if (candidates.length > 1 && dearest > atOnce) {
      total.routed += row.asked;
      total.routing += dearest - atOnce;
    }
    total.shaped += row.shapedRequests;
    total.shapedTokens += row.shapedTokens;
    if (own !== undefined && row.asked > 0) {
      // On top of what the model's requests usually have, because a long prompt may cost more for each of its tokens.
      const usual = Math.round(row.input / row.asked) * row.shapedRequests;
      const [longer, sent] = [estimateCost(own, row.shapedRequests, { input: usual + row.shapedTokens }), estimateCost(own, row.shapedRequests, { input: usual })];
      if (longer !== null && sent !== null) total.shaping += longer - sent;
    }
  }
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    cache: { hits: total.hits, savedPicoUsd: total.cache.toString() },
    batches: { requests: total.batched, savedPicoUsd: total.batches.toString() },
    routing: { requests: total.routed, savedPicoUsd: total.routing.toString() },
    shaping: { requests: total.shaped, tokens: total.shapedTokens, savedPicoUsd: total.shaping.toString() },
  };
};
