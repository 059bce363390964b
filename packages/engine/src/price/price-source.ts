/** Where prices of public models come from. One is built in; another could be put in its place. */
import type { PricePlan } from './price-plan.ts';

/** A model as it is configured. */
export interface PricedModel {
  /** As `provider:` in plimsoll.yaml names it. */
  readonly provider: string;
  /** The model's name at the provider. */
  readonly upstreamModel: string;
  /** Where it is reached, when that is not the provider's own address; the seller sets the price, not the protocol. */
  readonly baseUrl: string | null;
}

export interface PriceSource {
  /** With its version, as records name it: `genai-prices 0.1.8`. */
  readonly name: string;
  /** Slow: called once a model at start. @returns null when it does not know the model, or not all that it costs. */
  readonly find: (model: PricedModel) => PricePlan | null;
}
