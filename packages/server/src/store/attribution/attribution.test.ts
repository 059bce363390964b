import type { ExportRow } from '@plimsoll/contract/api/attribution';
import type { AttemptRecord, CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { callRecord } from '../calls/calls.fixture.ts';
import type { Store } from '../store.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { attributeSpend, exportSpend } from './attribute-spend.ts';
import { attemptOf, by, call, insertInto, start, window } from './attribution.fixture.ts';

describeOnEachStore('attribution', (store: () => Store) => {
  const insert = (...records: CallRecord[]): Promise<void> => insertInto(store(), ...records);

  test('sums are exact, by every dimension, with what a call did not say as null, the dearest first', async () => {
    const huge = '9007199254740993000001';
    await insert(
      call(1, { ...by('strong', 'openai', 100, 20, huge), user: 'ada', feature: 'answer', session: 's1', route: 'best' }),
      call(2, { ...by('strong', 'openai', 100, 20, '1'), user: 'ada', session: 's1', route: 'best', tenant: 'acme' }),
      call(3, { ...by('small', 'llama.cpp', 7, 3, '5'), user: 'bob', requestedModel: 'small', route: 'small', versions: { plimsoll: '0.1.0', config: 'c1', prompt: 'greet@3' } }),
      call(4, { costPicoUsd: '0', usage: noUsage, attempts: [], cache: 'exact', model: 'strong', provider: 'openai', user: 'bob', route: 'best' }),
      call(5, { ...by('small', 'llama.cpp', 7, 3, '5'), costPicoUsd: null, attempts: [attemptOf({ model: 'small', provider: 'llama.cpp', costPicoUsd: null, priceCertainty: 'unknown' })] }),
    );
    const users = await attributeSpend(store().db, window(), 'user', 10);
    expect(users.rows.map(({ name, requests, cloudRequests, costPicoUsd }) => [name, requests, cloudRequests, costPicoUsd])).toEqual([
      ['ada', 2, 2, (BigInt(huge) + 1n).toString()],
      ['bob', 2, 0, '5'],
      [null, 1, 0, '0'],
    ]);
    expect(users.total).toMatchObject({ requests: 5, cacheHits: 1, unpriced: 1, inputTokens: 214, outputTokens: 46, costPicoUsd: (BigInt(huge) + 6n).toString() });
    const names = async (dimension: Parameters<typeof attributeSpend>[2]) => (await attributeSpend(store().db, window(), dimension, 10)).rows.map(({ name }) => name);
    expect(await names('model')).toEqual(['strong', 'small']);
    expect(await names('route')).toEqual(['best', 'small', 'default']);
    expect(await names('prompt')).toEqual([null, 'greet@3']);
    expect(await names('provider')).toEqual(['openai', 'llama.cpp']);
    expect(await names('session')).toEqual(['s1', null]);
    expect(await names('feature')).toEqual(['answer', null]);
    expect((await attributeSpend(store().db, window({ tenant: 'acme' }), 'tenant', 10)).rows).toMatchObject([{ name: 'acme', requests: 1, costPicoUsd: '1' }]);
    expect(await attributeSpend(store().db, window(), 'user', 1)).toMatchObject({ more: true, rows: [{ name: 'ada' }] });
    expect((await attributeSpend(store().db, window({ from: new Date(start + 2_500) }), 'user', 10)).total.requests).toBe(3);
  });

  test('only attempts that reached a provider count as cloud requests, or as unpriced', async () => {
    const refusal = { model: 'strong', provider: 'openai', outcome: 'error' as const, status: null };
    const refused = (errorCode: string): AttemptRecord => attemptOf({ ...refusal, errorCode, usage: { ...noUsage, source: 'provider' }, costPicoUsd: '0', priceSource: null });
    // As records were written once, and as one looks whose money was held before it was refused.
    const refusedBefore = attemptOf({ ...refusal, errorCode: 'rate_limited', usage: noUsage, costPicoUsd: null, priceCertainty: 'unknown', priceSource: null });
    const heldFirst = { ...refused('unsupported'), charge: { holder: '00000000000000aa', accounts: ['org//total'], picoUsd: '0' } };
    const local = attemptOf({ model: 'small', provider: 'llama.cpp', costPicoUsd: '5' });
    const failed = { outcome: 'error' as const, status: 429, finishReason: null, usage: noUsage };
    await insert(
      call(1, { ...failed, user: 'refused', model: 'strong', provider: 'openai', costPicoUsd: '0', attempts: [refused('budget_exceeded')] }),
      call(2, { ...failed, user: 'refused', model: 'strong', provider: 'openai', costPicoUsd: null, priceCertainty: 'unknown', attempts: [refusedBefore] }),
      call(3, { ...failed, user: 'refused', model: 'strong', provider: 'openai', costPicoUsd: '0', attempts: [heldFirst] }),
      call(4, { user: 'fell back', model: 'small', provider: 'llama.cpp', costPicoUsd: '5', attempts: [refused('rate_limited'), { ...local, index: 1 }] }),
      call(5, { user: 'fell back', model: 'small', provider: 'llama.cpp', costPicoUsd: null, priceCertainty: 'unknown', attempts: [refusedBefore, { ...local, index: 1 }] }),
      call(6, { user: 'asked', ...by('strong', 'openai', 100, 20, '7') }),
      call(7, { ...failed, user: 'asked', model: 'strong', provider: 'openai', costPicoUsd: '0', attempts: [refused('provider_failed')] }),
      call(8, { ...failed, user: 'asked', outcome: 'interrupted', model: 'strong', provider: 'openai', costPicoUsd: null, priceCertainty: 'unknown', attempts: [{ ...refusedBefore, outcome: 'interrupted', errorCode: 'interrupted' }] }),
      call(9, { ...failed, user: 'asked', model: 'strong', provider: 'openai', costPicoUsd: null, priceCertainty: 'unknown', attempts: [{ ...refusedBefore, errorCode: 'provider_timeout', usage: { ...noUsage, input: 9 } }] }),
    );
    for (const dimension of ['user', 'session'] as const) {
      const { total } = await attributeSpend(store().db, window(), dimension, 10);
      expect(total).toMatchObject({ requests: 9, cloudRequests: 4, unpriced: 2, costPicoUsd: '17' });
    }
    const { rows } = await attributeSpend(store().db, window(), 'user', 10);
    expect(new Map(rows.map(({ name, cloudRequests, unpriced, costPicoUsd }) => [name, [cloudRequests, unpriced, costPicoUsd]]))).toEqual(
      new Map([['refused', [0, 0, '0']], ['fell back', [0, 0, '10']], ['asked', [4, 2, '7']]]),
    );
  });

  test('where there are too many sessions for a list, the total is of all of them and the dearest are listed', async () => {
    const dayMs = 86_400_000;
    const costs = [3, 50, 20, 1, 4];
    await insert(...costs.map((cost, n) => call(n, { ...by('strong', 'openai', 10, 1, String(cost)), session: `s${cost}` })), callRecord(9, { startedAt: start + dayMs, ...by('strong', 'openai', 10, 1, '7'), session: 's7' }));
    const report = await attributeSpend(store().db, window(), 'session', 1, 2);
    expect(report).toMatchObject({ total: { requests: 6, costPicoUsd: '85', inputTokens: 60 }, more: true });
    expect(report.rows.map(({ name }) => name)).toEqual(['s50']);
    expect((await attributeSpend(store().db, window({ tenant: 'acme' }), 'session', 1)).total).toMatchObject({ requests: 0, costPicoUsd: '0' });
  });

  test('a name with a zero character does not break the report of the others', async () => {
    await insert(call(1, { requestedModel: 'a\0b' }), call(2));
    expect((await attributeSpend(store().db, window(), 'model', 10)).total.requests).toBe(1);
  });

  test('chargeback is by day in the organisation\'s time zone, and adds up to the same sum', async () => {
    const dayMs = 86_400_000;
    await insert(call(1, { user: 'ada' }), callRecord(2, { startedAt: start + 3 * 3_600_000, user: 'ada' }), callRecord(3, { startedAt: start + dayMs, user: 'bob', feature: 'x' }));
    const rows: ExportRow[] = [];
    for await (const row of exportSpend(store().db, window(), ['user', 'feature'], 'Europe/Berlin')) rows.push(row);
    expect(rows.map(({ ChargePeriodStart, dimensions, requests }) => [ChargePeriodStart, dimensions, requests])).toEqual([
      ['2026-11-20', { user: 'ada', feature: null }, 1],
      ['2026-11-21', { user: 'ada', feature: null }, 1],
      ['2026-11-21', { user: 'bob', feature: 'x' }, 1],
    ]);
    expect(rows[0]).toMatchObject({ BilledCost: '0.000000001', ConsumedQuantity: 120, BillingCurrency: 'USD' });
  });
});
