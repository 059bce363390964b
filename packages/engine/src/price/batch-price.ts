/** What a model's batch API costs. */
import type { PriceModel } from './price.ts';

/**
 * Where the discount is not known the full price stands in, marked as an estimate: a ceiling then errs on the safe side.
 * @param at when the batch was handed over
 */
export const batchPriceOf = (price: PriceModel, at: Date): PriceModel => (usage) => {
  const batched = price(usage, at, 'batch');
  if (batched.costPicoUsd !== null) return batched;
  const full = price(usage, at);
  return full.costPicoUsd === null ? full : { ...full, certainty: 'estimated' };
};
