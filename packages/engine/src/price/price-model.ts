/**
 * Compiles what one configured model costs: its owner's price, else the price list's, else unknown.
 * Done once at start; a look-up for every request would cost 12 microseconds each.
 */
import type { OwnPrice } from '@plimsoll/contract/config/own-price';
import { genaiPrices } from './genai-prices.ts';
import { cardAt, type PricePlan } from './price-plan.ts';
import type { PricedModel, PriceSource } from './price-source.ts';
import type { Price, PriceModel } from './price.ts';
import { priceUsage } from './rate-card.ts';
import { compileRateCard } from './rate-sheet.ts';

const ownPriceSource = 'plimsoll.yaml';

const unknown: Price = { costPicoUsd: null, certainty: 'unknown', source: null };

const unknownPrice: PriceModel = () => unknown;

/**
 * What `model` costs, for as long as the server runs.
 * @throws RangeError when `ownPrice` was not checked by the config schema and is no price.
 */
export const priceModelFor = (model: PricedModel & { readonly ownPrice: OwnPrice | null }, source: PriceSource = genaiPrices): PriceModel => {
  const own = model.ownPrice === null ? null : planOf(model.ownPrice);
  const plan = own ?? source.find(model);
  if (plan === null) return unknownPrice;
  const name = own === null ? source.name : ownPriceSource;
  return (usage, at, processing) => {
    const costPicoUsd = priceUsage(cardAt(plan, at), usage, processing);
    if (costPicoUsd === null) return unknown;
    return { costPicoUsd, certainty: usage.source === 'provider' ? 'exact' : 'estimated', source: name };
  };
};

const planOf = (price: OwnPrice): PricePlan => {
  const rates = {
    // Where time is what a model costs, its tokens cost nothing of their own.
    input: price.input ?? '0',
    output: price.output ?? (price.second === undefined ? undefined : '0'),
    cachedInput: price.cached_input,
    cacheWrite: price.cache_write,
    cacheWrite1h: price.cache_write_1h,
    reasoning: price.reasoning,
    inputAudio: price.input_audio,
    outputAudio: price.output_audio,
    cachedInputAudio: price.cached_input_audio,
  };
  const card = compileRateCard({ bands: [{ aboveInputTokens: -1, rates }], request: price.request, batchDiscount: price.batch_discount });
  return [{ applies: { from: 'always' }, card }];
};
