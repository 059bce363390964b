import { Breaker, breakerRules } from '@plimsoll/engine/health/breaker';
import { ModelHealth } from '@plimsoll/engine/health/model-health';
import { expect, test } from 'vitest';
import { describeProviders, healthGauges } from './provider-health.ts';

const modelWith = (health: ModelHealth): Parameters<typeof describeProviders>[0][number] => ({
  name: 'strong',
  provider: { kind: 'openai', operations: ['chat'], call: () => Promise.reject(new Error('not asked here')), close: () => Promise.resolve() },
  upstreamModel: 'gpt-5',
  price: () => ({ costPicoUsd: null, certainty: 'unknown', source: null }),
  machine: null,
  region: 'eu',
  health,
});

test('a model in good health has no dates, and its times are in milliseconds', () => {
  const health = new ModelHealth();
  health.answered(health.admit(1000), true, 123.456, 1000);
  health.admit(1000);
  expect(describeProviders([modelWith(health)], 1000, 0)).toEqual([
    { model: 'strong', provider: 'openai', upstreamModel: 'gpt-5', region: 'eu', state: 'closed', failures: 0, lastError: null, inFlight: 1, beginsInMs: null, answersInMs: 123.5, openedAt: null, nextCallAt: null },
  ]);
});

test('one whose breaker is open says since when and until when, by the clock on the wall', () => {
  const health = new ModelHealth(new Breaker(breakerRules, () => 1));
  for (let call = 0; call < 5; call += 1) health.failed(health.admit(1000), 'provider_failed', false, 10, 1000);
  const wallMs = Date.UTC(2026, 0, 1);
  expect(describeProviders([modelWith(health)], 3000, wallMs)[0]).toMatchObject({
    state: 'open', failures: 5, lastError: 'provider_failed', openedAt: '2025-12-31T23:59:58.000Z', nextCallAt: '2026-01-01T00:00:03.000Z',
  });
  expect(healthGauges([modelWith(health)])[0]?.read()).toEqual([{ attributes: { 'gen_ai.request.model': 'strong' }, value: 2 }]);
});
