/**
 * Conformance: a provider that is closed refuses, lets what is under way finish for a while, and then ends it.
 */
import { expect, test } from 'vitest';
import { ask, errorOf, readAll } from './ask.ts';
import type { ProviderUnderTest, Subject } from './traits.ts';

export const describeClosing = ({ traits, fresh }: Subject): void => {
  const [operation] = traits.operations;
  if (operation === undefined) throw new Error('a provider speaks at least one protocol');

  const withFresh = async (work: (under: ProviderUnderTest) => Promise<void>): Promise<void> => {
    const under = await fresh();
    try {
      await work(under);
    } finally {
      await under.dispose();
    }
  };

  test('a closed provider refuses, and may be closed again', () =>
    withFresh(async (under) => {
      await readAll(await ask(under, operation));
      await under.provider.close(1_000);
      await under.provider.close(1_000);
      expect(['provider_refused', 'model_unavailable']).toContain((await errorOf(ask(under, operation))).code);
    }));

  if (!traits.simulates) return;

  test('closing waits for what is under way', () =>
    withFresh(async (under) => {
      const call = ask(under, operation, { body: { simulate: { latencyMs: 150 } } });
      await under.ledger?.until(({ state }) => state === 'began');
      await under.provider.close(5_000);
      expect((await call).status).toBe(200);
    }));

  test('closing ends what does not finish in time', () =>
    withFresh(async (under) => {
      const call = errorOf(ask(under, operation, { body: { simulate: { stall: { at: 'before-headers', ms: null } } } }).then(readAll));
      await under.ledger?.until(({ state }) => state === 'began');
      await under.provider.close(50);
      expect(['provider_refused', 'provider_closed']).toContain((await call).code);
      await under.ledger?.until(({ state }) => state === 'aborted');
    }));
};
