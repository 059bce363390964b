/** What the control plane and metrics say of the models' health. The engine's times are monotonic; people read dates. */
import type { ProviderList } from '@plimsoll/contract/api/providers';
import type { Model } from '@plimsoll/engine/model';
import type { Gauge } from '../telemetry/call-metrics.ts';

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);

export const describeProviders = (models: readonly Model[], nowMs: number, epochMs: number): ProviderList['providers'] =>
  models.map(({ name, provider, upstreamModel, region, health }) => {
    const { state, failures, lastError, inFlight, beginsInMs, answersInMs, openedAtMs, nextAtMs } = health.view(nowMs);
    const date = (atMs: number | null): string | null => (atMs === null ? null : new Date(Math.round(epochMs + atMs - nowMs)).toISOString());
    return {
      model: name,
      provider: provider.kind,
      upstreamModel,
      region,
      state,
      failures,
      lastError,
      inFlight,
      beginsInMs: rounded(beginsInMs),
      answersInMs: rounded(answersInMs),
      openedAt: date(openedAtMs),
      nextCallAt: date(nextAtMs),
    };
  });

const stateNumbers = { closed: 0, 'half-open': 1, open: 2 } as const;

export const healthGauges = (models: readonly Model[]): readonly Gauge[] => [
  {
    name: 'plimsoll.provider.breaker',
    description: 'The circuit breaker of each model: 0 closed, 1 half-open, 2 open.',
    unit: '{state}',
    read: () => models.map(({ name, health }) => ({ attributes: { 'gen_ai.request.model': name }, value: stateNumbers[health.view(performance.now()).state] })),
  },
  {
    name: 'plimsoll.provider.in_flight',
    description: 'Attempts under way at each model.',
    unit: '{attempt}',
    read: () => models.map(({ name, health }) => ({ attributes: { 'gen_ai.request.model': name }, value: health.view(performance.now()).inFlight })),
  },
];
