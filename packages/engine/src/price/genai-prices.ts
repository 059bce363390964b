/**
 * The maintained price list of `@pydantic/genai-prices`, read from the data inside the package; nothing is fetched.
 * Its own arithmetic is in floats, so only its data and its matching of names are used: each number is taken by its
 * shortest decimal text, which is what its authors wrote.
 */
import { calcPrice, type ConditionalPrice, type ModelPrice, type Provider, type TieredPrices } from '@pydantic/genai-prices';
import type { Applies, PlanEntry, PricePlan } from './price-plan.ts';
import type { PricedModel, PriceSource } from './price-source.ts';
import { compileRateCard, type PriceSheet, type RateSheet } from './rate-sheet.ts';

/** A test holds this to the installed package. */
export const genaiPricesVersion = '0.1.8';

/** Its price keys, by the part of usage they are for. */
const rateKeys = {
  input: 'input_mtok',
  output: 'output_mtok',
  cachedInput: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  reasoning: 'output_reasoning_mtok',
  inputAudio: 'input_audio_mtok',
  outputAudio: 'output_audio_mtok',
  cachedInputAudio: 'cache_audio_read_mtok',
} as const satisfies Record<keyof RateSheet, string>;

/** A fee for each request, in dollars per thousand. */
const requestKey = 'requests_kcount';

const knownKeys: ReadonlySet<string> = new Set([...Object.values(rateKeys), requestKey]);

/** Kinds of tokens that our usage cannot tell from text (image, video, citation), priced apart from it. */
const isIndistinctKey = (key: string): boolean => key.endsWith('_mtok') && !knownKeys.has(key);

/** Providers' published discount for batches; the price list has none. https://openai.com/api/pricing https://platform.claude.com/docs/en/build-with-claude/batch-processing */
const batchDiscounts: Readonly<Record<string, string>> = { openai: '0.5', anthropic: '0.5' };

/** Which seller a provider without a configured address is. */
const ownSellers: Readonly<Record<string, string>> = { openai: 'openai', anthropic: 'anthropic' };

export const genaiPrices: PriceSource = {
  name: `genai-prices ${genaiPricesVersion}`,
  find: (model) => {
    const found = lookUp(model);
    if (found === null) return null;
    const entries = Array.isArray(found.prices) ? found.prices.map((entry) => compile(entry, found.seller)) : [compile({ prices: found.prices }, found.seller)];
    const [first, ...others] = entries.filter((entry) => entry !== null);
    return first === undefined || others.length + 1 < entries.length ? null : ([first, ...others] satisfies PricePlan);
  },
};

const lookUp = ({ provider, upstreamModel, baseUrl }: PricedModel): { readonly seller: Provider; readonly prices: ConditionalPrice[] | ModelPrice } | null => {
  const sellerId = ownSellers[provider];
  if (sellerId === undefined) return null;
  try {
    const found = calcPrice({}, upstreamModel, baseUrl === null ? { providerId: sellerId } : { providerApiUrl: baseUrl });
    return found === null ? null : { seller: found.provider, prices: found.model.prices };
  } catch {
    // It throws on prices that it finds incomplete.
    return null;
  }
};

const compile = ({ constraint, prices }: ConditionalPrice, seller: Provider): PlanEntry | null => {
  if (Object.keys(prices).some(isIndistinctKey)) return null;
  // No price at all: some such models are free, of others it is not known, and the list does not say which.
  if (prices[rateKeys.input] === undefined && prices[rateKeys.output] === undefined) return null;
  const request = prices[requestKey];
  const sheet: PriceSheet = {
    bands: [-1, ...thresholds(prices)].map((aboveInputTokens) => ({ aboveInputTokens, rates: ratesAbove(prices, aboveInputTokens) })),
    request: typeof request === 'number' ? `${request}e-3` : undefined,
    batchDiscount: batchDiscounts[seller.id],
  };
  try {
    return { applies: appliesWhen(constraint), card: compileRateCard(sheet) };
  } catch {
    return null;
  }
};

const isTiered = (price: number | TieredPrices | undefined): price is TieredPrices => typeof price === 'object';

const thresholds = (prices: ModelPrice): readonly number[] =>
  [...new Set(Object.values(prices).filter(isTiered).flatMap((price) => price.tiers.map((tier) => tier.start)))].toSorted((one, other) => one - other);

/** Its rule for tiers: the last whose start lies below the request's whole input prices every token of the request. */
const ratesAbove = (prices: ModelPrice, aboveInputTokens: number): RateSheet => {
  const textOf = (key: string): string | undefined => {
    const price = prices[key];
    if (price === undefined) return undefined;
    if (!isTiered(price)) return String(price);
    const reached = price.tiers.toSorted((one, other) => one.start - other.start).findLast((tier) => tier.start <= aboveInputTokens);
    return String(reached?.price ?? price.base);
  };
  return {
    input: textOf(rateKeys.input),
    output: textOf(rateKeys.output),
    cachedInput: textOf(rateKeys.cachedInput),
    cacheWrite: textOf(rateKeys.cacheWrite),
    cacheWrite1h: textOf(rateKeys.cacheWrite1h),
    reasoning: textOf(rateKeys.reasoning),
    inputAudio: textOf(rateKeys.inputAudio),
    outputAudio: textOf(rateKeys.outputAudio),
    cachedInputAudio: textOf(rateKeys.cachedInputAudio),
  };
};

/** @throws RangeError when the constraint is of a kind that is not known. */
const appliesWhen = (constraint: ConditionalPrice['constraint']): Applies => {
  if (constraint === undefined) return { from: 'always' };
  if (constraint.type === 'start_date') {
    const epochMs = Date.parse(`${constraint.start_date}T00:00:00Z`);
    if (Number.isNaN(epochMs)) throw new RangeError('not a date');
    return { from: 'date', epochMs };
  }
  return { from: 'time-of-day', startMs: timeOfDayMs(constraint.start_time), endMs: timeOfDayMs(constraint.end_time) };
};

/** `HH:MM:SS` with an offset from UTC, as milliseconds since midnight in UTC. */
const timeOfDayMs = (text: string): number => {
  const epochMs = Date.parse(`1970-01-02T${text}`);
  if (Number.isNaN(epochMs)) throw new RangeError('not a time of day');
  return epochMs % 86_400_000;
};
