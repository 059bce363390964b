/**
 * What is served: providers, models and routes made from plimsoll.yaml, found by the name a caller gives.
 */
import type { ServedModel } from '@plimsoll/contract/api/system';
import type { Config } from '@plimsoll/contract/config/config';
import { nearest } from '@plimsoll/contract/config/nearest';
import { upstreamModelOf } from '@plimsoll/contract/config/model-config';
import { retryConfig, stepsOf, type RetryConfig } from '@plimsoll/contract/config/route-config';
import { operations } from '@plimsoll/contract/operation';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { RetryRule } from '@plimsoll/engine/health/backoff';
import { ModelHealth } from '@plimsoll/engine/health/model-health';
import type { Catalogue, Model, Route } from '@plimsoll/engine/model';
import { machinePriceOf } from '@plimsoll/engine/price/machine-price';
import { priceModelFor } from '@plimsoll/engine/price/price-model';
import { translationBetween } from '@plimsoll/engine/translate/translation';
import type { Offered } from '../gateway/models.ts';
import { buildProvider, type ProviderSurroundings } from './build-provider.ts';

export interface Served extends Catalogue {
  readonly models: readonly Model[];
  readonly routes: readonly Route[];
  /** What `/v1/models` lists: models in the file's order, then routes. */
  readonly offered: readonly Offered[];
  /** Loads local models ahead of the first request; what cannot be loaded is logged, and tried again when it is asked for. */
  readonly warm: (log: (message: string) => void) => void;
  readonly describe: () => readonly ServedModel[];
  readonly close: (graceMs: number) => Promise<void>;
}

/** @throws ConfigError or Error when a secret is missing or a provider cannot be made. */
export const buildCatalogue = (config: Config, surroundings: ProviderSurroundings): Served => {
  const models = new Map<string, Model>();
  for (const [name, model] of Object.entries(config.models)) {
    const upstreamModel = upstreamModelOf(name, model);
    models.set(name, {
      name,
      provider: buildProvider(name, model, surroundings),
      upstreamModel,
      price: priceModelFor({
        provider: model.provider,
        upstreamModel,
        baseUrl: 'base_url' in model ? (model.base_url ?? null) : null,
        ownPrice: model.price ?? null,
      }),
      machine: machinePriceOf(model.price, config.server.request_timeout_ms / 1000),
      region: model.region ?? null,
      health: new ModelHealth(),
    });
  }
  const routes = new Map<string, Route>();
  for (const [name, route] of Object.entries(config.routes)) {
    const steps = stepsOf(route).map((step) => step.flatMap((candidate) => models.get(candidate) ?? []));
    routes.set(name, { name, candidates: steps.flat(), steps, retry: retryRuleOf(route.retry) });
  }
  const usual = retryRuleOf(retryConfig.parse({}));
  const single = new Map<string, Route>([...models.values()].map((model) => [model.name, { name: model.name, candidates: [model], steps: [[model]], retry: usual }]));
  const names = [...models.keys(), ...routes.keys()];
  return {
    models: [...models.values()],
    routes: [...routes.values()],
    offered: [
      ...[...models.values()].map(({ name, provider }) => ({ name, ownedBy: provider.kind })),
      ...[...routes.keys()].map((name) => ({ name, ownedBy: 'plimsoll' })),
    ],
    find: (name) => routes.get(name) ?? single.get(name) ?? null,
    suggest: (name) => nearest(name, names),
    warm: (log) => {
      for (const { name, provider } of models.values()) {
        provider.warm?.().catch((error: unknown) => log(`${name}: could not be loaded ahead: ${error instanceof Error ? error.message : String(error)}`));
      }
    },
    describe: () => [...models.values()].map(describeModel),
    close: async (graceMs) => {
      await Promise.all([...models.values()].map(({ provider }) => provider.close(graceMs)));
    },
  };
};

const retryRuleOf = ({ times, base_ms: baseMs, max_ms: maxMs }: RetryConfig): RetryRule => ({ times, baseMs, maxMs });

const describeModel = ({ name, provider, upstreamModel, region, price }: Model): ServedModel => ({
  name,
  provider: provider.kind,
  upstreamModel,
  region,
  operations: operations.filter((asked) => provider.operations.some((spoken) => spoken === asked || translationBetween(asked, spoken) !== null)),
  priceSource: price({ ...noUsage, input: 1 }, new Date()).source,
});
