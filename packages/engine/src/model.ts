/**
 * Models and routes as the pipeline sees them: made by the host from plimsoll.yaml, swapped whole when it changes.
 */
import type { RetryRule } from './health/backoff.ts';
import type { ModelHealth } from './health/model-health.ts';
import type { MachinePrice } from './price/machine-price.ts';
import type { PriceModel } from './price/price.ts';
import type { Provider } from './provider.ts';

export interface Model {
  /** Its name in plimsoll.yaml. */
  readonly name: string;
  readonly provider: Provider;
  /** Its name at the provider. */
  readonly upstreamModel: string;
  readonly price: PriceModel;
  /** What its time and transfer cost on top; null for most. */
  readonly machine: MachinePrice | null;
  readonly region: string | null;
  /** What was seen of it lately: the one thing here that changes. */
  readonly health: ModelHealth;
}

export interface Route {
  readonly name: string;
  /** All of them, in the order of the file. */
  readonly candidates: readonly Model[];
  /** The same, as they are tried until one answers: step by step, each a group of equals, most of them groups of one. */
  readonly steps: readonly (readonly Model[])[];
  readonly retry: RetryRule;
}

/** What a caller can name in `model`. */
export interface Catalogue {
  /**
   * The route of that name, or the model of that name as a route of one.
   * @returns null when nothing has the name.
   */
  readonly find: (name: string) => Route | null;
  /** Nearest known name, for the error message. */
  readonly suggest: (name: string) => string | null;
}
