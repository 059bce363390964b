import type { CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { attemptOf, by, call, insertInto, models, priced, tiered, window } from './attribution.fixture.ts';
import { readSavings } from './read-savings.ts';

describeOnEachStore('savings', (store: () => Store) => {
  const insert = (...records: CallRecord[]): Promise<void> => insertInto(store(), ...records);

  test('a hit saves what the model took on average, a batch what its items would have taken at once, a route what its dearest would have taken, shaping the tokens left out', async () => {
    const shaped = { turns: 1, trimmed: 0, duplicates: 0, tokensBefore: 1_500, tokensAfter: 500, observed: false };
    await insert(
      call(1, { ...by('small', 'llama.cpp', 100, 10, '130'), route: 'best' }),
      call(2, { ...by('small', 'llama.cpp', 300, 10, '330'), route: 'best', shaped }),
      call(3, { costPicoUsd: '0', usage: noUsage, attempts: [], cache: 'semantic', model: 'small', provider: 'llama.cpp', route: 'best' }),
      call(4, { ...by('small', 'llama.cpp', 300, 10, '330'), route: 'small', shaped: { ...shaped, observed: true } }),
      call(5, { ...by('small', 'llama.cpp', 300, 10, '165'), route: 'small', deferred: true }),
    );
    const saved = await readSavings(store().db, window(), [{ name: 'best', candidates: models }], models);
    expect(saved.batches).toEqual({ requests: 1, savedPicoUsd: '165' });
    expect(saved.cache).toEqual({ hits: 1, savedPicoUsd: '230' });
    expect(saved.routing).toEqual({ requests: 2, savedPicoUsd: String(400 * 100 + 20 * 300 - 460) });
    expect(saved.shaping).toEqual({ requests: 1, tokens: 1_000, savedPicoUsd: '1000' });
  });

  test('a hit saves what its answer cost, wherever the call lies that paid for it', async () => {
    const hit = { costPicoUsd: '0', usage: noUsage, attempts: [], cache: 'exact' as const, model: 'small', provider: 'llama.cpp', route: 'best' };
    await insert(
      call(-7_200, { ...by('small', 'llama.cpp', 100, 10, '130'), route: 'best' }),
      call(1, { ...hit, reusedCostPicoUsd: '130' }),
      call(2, { ...hit, reusedCostPicoUsd: '9007199254740993000001' }),
    );
    expect((await readSavings(store().db, window(), [], models)).cache).toEqual({ hits: 2, savedPicoUsd: '9007199254740993000131' });
    // Of a hit whose record does not say, as those of before did not, what the model takes on average.
    await insert(call(3, { ...by('small', 'llama.cpp', 100, 10, '400'), route: 'best' }), call(4, { ...hit }));
    expect((await readSavings(store().db, window(), [], models)).cache).toEqual({ hits: 3, savedPicoUsd: '9007199254740993000531' });
  });

  test('each request is priced by its own length and with its own fee, and what no provider was sent is none', async () => {
    const dear = { name: 'dear', price: tiered(7n, 2n, 1_000, 100n) };
    const cheap = { name: 'cheap', price: priced(1n, 3n) };
    const shaped = { turns: 1, trimmed: 0, duplicates: 0, tokensBefore: 1_200, tokensAfter: 900, observed: false };
    const refused = { usage: noUsage, costPicoUsd: '0', outcome: 'error' as const, finishReason: null };
    await insert(
      ...[1, 2, 3].map((n) => call(n, { ...by('cheap', 'openai', 600, 0, '600'), route: 'best' })),
      call(4, { ...refused, model: 'cheap', route: 'best', attempts: [attemptOf({ ...refused, model: 'cheap', status: null, errorCode: 'budget_exceeded' })] }),
      ...[5, 6, 7].map((n) => call(n, { ...by('dear', 'openai', 600, 0, '604'), route: 'dear', deferred: true })),
      ...[8, 9].map((n) => call(n, { ...by('dear', 'openai', 900, 0, '1807'), route: 'dear', shaped })),
    );
    const saved = await readSavings(store().db, window(), [{ name: 'best', candidates: [cheap, dear] }], [cheap, dear]);
    expect(saved.routing).toEqual({ requests: 3, savedPicoUsd: String(3 * (7 + 2 * 600) - 1_800) });
    expect(saved.batches).toEqual({ requests: 3, savedPicoUsd: String(3 * (7 + 2 * 600 - 604)) });
    expect(saved.shaping).toEqual({ requests: 2, tokens: 600, savedPicoUsd: String(2 * (1_200 * 100 - 900 * 2)) });
  });
});
