/**
 * What need not have been spent, found in records. Each finding is an upper bound and says what to try; nothing here changes a request. Amounts
 * are estimates: of the requests of a place only sums are at hand, and what a request costs may depend on its length (`estimate-cost.ts`).
 * Content is looked at only where it is kept, each tenant's by itself, and never leaves the store: what is said of it are counts.
 */
import type { Avoidable } from '@plimsoll/contract/api/attribution';
import type { Operation } from '@plimsoll/contract/operation';
import type { PriceModel } from '@plimsoll/engine/price/price';
import { sql } from 'kysely';
import { dimensionOf, newestWithContent, tokens, type CallWindow, type Runner } from './calls-as-json.ts';
import { estimateCost } from './estimate-cost.ts';
import { repeatedParts, type KeptRequest } from './repeated-parts.ts';
import { shortAnswerTokens, spendIn } from './spend-hours.ts';

export interface PricedModel {
  readonly name: string;
  readonly upstreamModel: string;
  /** That its provider speaks. */
  readonly operations: readonly Operation[];
  readonly price: PriceModel;
}

type Finding = Avoidable['findings'][number];

const fewest = 20;
/** Providers cache prompts from about this size on. */
const leastCacheable = 1_024;
/** A model that costs less than this share of another may be worth a try. */
const muchCheaper = 0.34;
const mostFindings = 50;
const sampledPlaces = 20;
const sampledRequests = 60;
const newestLookedAt = 5_000;

interface Sampled {
  readonly content: string;
  readonly input: number;
}

/** Requests of one kind, as far as records tell: what is said of one place is said of one tenant. */
interface Place {
  readonly tenant: string | null;
  readonly app: string | null;
  readonly feature: string | null;
  readonly answered: string;
  /** Those that a model was asked, and that took tokens. */
  readonly requests: number;
  readonly cost: string;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly short: number;
  readonly shortInput: number;
  readonly shortOutput: number;
  readonly shortCost: string;
}

type NameOf = (place: Place) => string;

/** Tenants are named only where there are several. */
const namesOf = (places: readonly Place[]): NameOf => {
  const several = new Set(places.map(({ tenant }) => tenant)).size > 1;
  return ({ tenant, app, feature, answered }) => `${several ? `${tenant ?? 'no tenant'}: ` : ''}${app ?? 'no app'} / ${feature ?? 'no feature'}, model ${answered}`;
};

export const findAvoidable = async (db: Runner, window: CallWindow, models: readonly PricedModel[]): Promise<Avoidable> => {
  const places = await placesIn(db, window);
  const notes: string[] = [];
  const nameOf = namesOf(places);
  const answering = await answeringModels(db, window, models);
  const findings: Finding[] = [...places.flatMap((place) => oversized(place, models, answering, nameOf)), ...(await fromContent(db, window, places, models, nameOf, notes))];
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    findings: findings.toSorted((a, b) => (BigInt(b.savePicoUsd) > BigInt(a.savePicoUsd) ? 1 : -1)).slice(0, mostFindings),
    notes,
  };
};

const placesIn = async (db: Runner, window: CallWindow): Promise<readonly Place[]> => {
  const { rows } = await sql<Place>`
    select tenant, app, feature, model as answered,
      sum(metered_requests)::float8 as requests, sum(cost)::text as cost, sum(input_tokens)::float8 as input, sum(output_tokens)::float8 as output, sum(cached_input_tokens)::float8 as cached,
      sum(short_requests)::float8 as short, sum(short_input_tokens)::float8 as "shortInput", sum(short_output_tokens)::float8 as "shortOutput", sum(short_cost)::text as "shortCost"
    from (${await spendIn(db, window)}) as spend
    where model is not null
    group by 1, 2, 3, 4 having sum(metered_requests) >= ${sql.lit(fewest)} order by sum(cost) desc limit 200`.execute(db);
  return rows;
};

/** Models that answer in words. A provider does not say of its models which only make vectors: their records do, and where there are none, their names. */
const answeringModels = async (db: Runner, window: CallWindow, models: readonly PricedModel[]): Promise<readonly PricedModel[]> => {
  const { rows } = await sql<{ readonly model: string; readonly answers: boolean }>`
    select model, sum(output_tokens) > 0 as answers from (${await spendIn(db, window)}) as spend where model is not null group by 1 having sum(input_tokens) > 0`.execute(db);
  const known = new Map(rows.map(({ model, answers }) => [model, answers]));
  return models.filter(
    ({ name, upstreamModel, operations }) => operations.some((operation) => operation !== 'embeddings') && (known.get(name) ?? !/embed/i.test(`${name} ${upstreamModel}`)),
  );
};

/** Short answers by a dear model, where a much cheaper one is in the file. */
const oversized = (place: Place, models: readonly PricedModel[], answering: readonly PricedModel[], nameOf: NameOf): readonly Finding[] => {
  if (place.short < fewest) return [];
  const inShort = { input: place.shortInput, output: place.shortOutput };
  const now = BigInt(place.shortCost);
  if (now === 0n || !models.some(({ name }) => name === place.answered)) return [];
  const cheaper = answering.flatMap(({ name, price }) => {
    const cost = name === place.answered ? null : estimateCost(price, place.short, inShort);
    return cost === null ? [] : [{ name, cost }];
  });
  const cheapest = cheaper.toSorted((a, b) => (a.cost < b.cost ? -1 : 1))[0];
  if (cheapest === undefined || Number(cheapest.cost) > Number(now) * muchCheaper) return [];
  return [
    {
      kind: 'oversized-model',
      where: nameOf(place),
      requests: place.short,
      savePicoUsd: (now - cheapest.cost).toString(),
      why: `${place.short} of ${place.requests} answers were ${shortAnswerTokens} tokens or fewer and ended by themselves: classifications, choices, short facts.`,
      remedy: `Try "${cheapest.name}" on a sample of them; whether it answers as well is for an evaluation to say.`,
    },
  ];
};

const fromContent = async (db: Runner, window: CallWindow, places: readonly Place[], models: readonly PricedModel[], nameOf: NameOf, notes: string[]): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  let without = 0;
  const samples = await sampledContent(db, window, places.slice(0, sampledPlaces));
  for (const [index, place] of places.slice(0, sampledPlaces).entries()) {
    const rows = samples.get(index) ?? [];
    if (rows.length < fewest) {
      without += 1;
      continue;
    }
    const price = models.find(({ name }) => name === place.answered)?.price;
    if (price === undefined) continue;
    findings.push(...contentFindings(place, nameOf(place), rows.map(({ content, input }) => ({ request: JSON.parse(content) as KeptRequest['request'], inputTokens: input })), price));
  }
  if (without > 0) notes.push(`In ${without} of ${Math.min(places.length, sampledPlaces)} places too little content is kept to look for repeated context, examples and repeated requests (\`traces.content\`).`);
  return findings;
};

/**
 * Requests of each place, by its index, from the newest that have content: those that a model answered. What the cache answered it need not be recommended
 * for, and what failed may well be sent again.
 */
const sampledContent = async (db: Runner, window: CallWindow, places: readonly Place[]): Promise<ReadonlyMap<number, readonly Sampled[]>> => {
  const samples = new Map<number, Sampled[]>();
  if (places.length === 0) return samples;
  const column = (value: (place: Place) => string | number | null): (string | number | null)[] => places.map(value);
  const { rows } = await sql<Sampled & { readonly place: number }>`
    select place, content, input from (
      select place, content, ${tokens('input')}::float8 as input, row_number() over (partition by place order by id desc) as nth
      from (${newestWithContent(window, newestLookedAt)}) as calls
      join unnest(${column((place) => places.indexOf(place))}::int[], ${column(({ tenant }) => tenant)}::text[], ${column(({ app }) => app)}::text[], ${column(({ feature }) => feature)}::text[], ${column(({ answered }) => answered)}::text[])
        as chosen (place, tenant, app, feature, model)
        on calls.tenant is not distinct from chosen.tenant and ${dimensionOf.app} is not distinct from chosen.app and ${dimensionOf.feature} is not distinct from chosen.feature and answered = chosen.model
      where not j ? 'cache' and not j ? 'outcome'
    ) as sampled where nth <= ${sql.lit(sampledRequests)}`.execute(db);
  for (const { place, ...sampled } of rows) samples.set(place, [...(samples.get(place) ?? []), sampled]);
  return samples;
};

const contentFindings = (place: Place, where: string, sample: readonly KeptRequest[], price: PriceModel): readonly Finding[] => {
  const { staticShare, exampleShare, repeatedShare } = repeatedParts(sample);
  const findings: Finding[] = [];
  const requests = place.requests;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const staticTokens = Math.round(place.input * staticShare);
  const { input, cached, output } = place;
  const full = estimateCost(price, requests, { input, cachedInput: cached, output });
  if (staticTokens / requests >= leastCacheable && staticTokens > cached) {
    const read = estimateCost(price, requests, { input, cachedInput: staticTokens, output });
    if (full !== null && read !== null && full > read) {
      findings.push({
        kind: 'static-context',
        where,
        requests,
        savePicoUsd: (full - read).toString(),
        why: `${percent(staticShare)} of the prompt begins the same in each of ${sample.length} requests looked at, and the provider read little of it from its cache.`,
        remedy: 'Put what never changes first and turn on the provider\'s prompt cache (`cache_control` with Anthropic; by itself with OpenAI).',
      });
    }
  }
  if (exampleShare > 0) {
    const left = input - Math.round(input * exampleShare);
    const without = estimateCost(price, requests, { input: left, cachedInput: Math.min(cached, left), output });
    if (full !== null && without !== null && full > without) {
      findings.push({ kind: 'examples', where, requests, savePicoUsd: (full - without).toString(), why: `${percent(exampleShare)} of the prompt are examples that are the same in each of ${sample.length} requests looked at.`, remedy: 'Evaluate the prompt without them, or with fewer: they are paid for with each request.' });
    }
  }
  if (repeatedShare > 0) {
    const repeated = Math.round(requests * repeatedShare);
    const cost = (BigInt(place.cost) * BigInt(repeated)) / BigInt(requests);
    if (cost > 0n) {
      findings.push({ kind: 'repeated-requests', where, requests: repeated, savePicoUsd: cost.toString(), why: `${percent(repeatedShare)} of ${sample.length} requests looked at say word for word what one before said.`, remedy: 'Turn on the cache (`cache` in plimsoll.yaml), at first with `mode: observe`.' });
    }
  }
  return findings;
};
