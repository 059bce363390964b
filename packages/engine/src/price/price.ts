/**
 * What an attempt cost, and how sure we are.
 */
import type { PriceCertainty } from '@plimsoll/contract/call-record';
import type { PicoUsd } from '@plimsoll/contract/money';
import type { TokenUsage } from '@plimsoll/contract/token-usage';

export interface Price {
  /** null when no price is known: an unknown price is marked, never zero. */
  readonly costPicoUsd: PicoUsd | null;
  readonly certainty: PriceCertainty;
  /** Where the rate came from, e.g. `plimsoll.yaml` or `genai-prices 0.1.8`; null when unknown. */
  readonly source: string | null;
}

/** How the provider was asked to work: at once, or in a batch at its own leisure for less. */
export type Processing = 'immediate' | 'batch';

/** Prices one configured model; made once at start, called once an attempt, so it looks nothing up. Never throws. */
export type PriceModel = (usage: TokenUsage, at: Date, processing?: Processing) => Price;
