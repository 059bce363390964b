import { tracesQuery } from '@plimsoll/contract/api/traces';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { PlimsollError } from '@plimsoll/contract/errors';
import { describe, expect, test, vi } from 'vitest';
import type { StoredKey } from '../keys/key-store.ts';
import { spooled } from '../spool/records.fixture.ts';
import { callRecord, idAt, idOf } from './calls/calls.fixture.ts';
import { deleteOldCalls } from './calls/delete-old-calls.ts';
import { findTrace } from './calls/find-trace.ts';
import { insertCalls } from './calls/insert-calls.ts';
import { listTraces } from './calls/list-traces.ts';
import { readOverview } from './calls/overview.ts';
import { createKeyStore } from './keys/key-store.ts';
import { migrate } from './migrate.ts';
import { getOrCreateSetting } from './settings/get-or-create-setting.ts';
import { sessionSecret } from './settings/session-secret.ts';
import type { Store } from './store.ts';
import { describeOnEachStore } from './stores.fixture.ts';

const key = (n: number, changes: Partial<StoredKey> = {}): StoredKey => ({
  id: `k_${n}`,
  name: `key ${n}`,
  role: 'admin',
  tenant: 'default',
  app: 'default',
  hash: n.toString(16).padStart(64, '0'),
  hint: 'pl_…',
  source: 'created',
  createdAt: new Date(1_790_000_000_000 + n),
  createdBy: null,
  expiresAt: null,
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: null,
  ...changes,
});

const at = new Date('2026-11-21T12:00:00Z');

const keysSuite = (store: () => Store): unknown => describe('keys', () => {
  const keys = () => createKeyStore(store().db);

  test('come back as they were put in, newest first', async () => {
    const full = key(2, { createdBy: 'k_1', expiresAt: at, revokedAt: at, replacedBy: 'k_3', lastUsedAt: at, role: 'app', source: 'environment' });
    await keys().insert(key(1));
    await keys().insert(full);
    expect(await keys().list()).toEqual([full, key(1)]);
  });

  test('with a hash that is known already are left alone', async () => {
    await Promise.all([keys().insert(key(1)), keys().insert(key(1)), keys().insert(key(2, { hash: key(1).hash }))]);
    expect(await keys().list()).toHaveLength(1);
  });

  test('are replaced once: the second rotation of the same key changes nothing', async () => {
    await keys().insert(key(1));
    expect(await keys().replace('k_1', key(2), at)).toBe(true);
    expect(await keys().replace('k_1', key(3), at)).toBe(false);
    expect(await keys().replace('k_9', key(4), at)).toBe(false);
    expect(await keys().list()).toEqual([key(2), key(1, { expiresAt: at, replacedBy: 'k_2' })]);
  });

  test('leave the old key as it was when the successor cannot be stored', async () => {
    await keys().insert(key(1));
    await keys().insert(key(2));
    await expect(keys().replace('k_1', key(3, { id: 'k_2' }), at)).rejects.toThrow();
    expect(await keys().list()).toEqual([key(2), key(1)]);
  });

  test('are revoked once, and the last admin of a tenant is kept when asked to', async () => {
    await keys().insert(key(1));
    await keys().insert(key(2, { tenant: 'other' }));
    await keys().insert(key(3, { role: 'app' }));
    await keys().insert(key(4, { expiresAt: new Date(at.getTime() - 1) }));
    expect(await keys().revoke('k_1', at, true)).toBe('last_admin');
    expect(await keys().revoke('k_3', at, true)).toBe('revoked');
    expect(await keys().revoke('k_3', at, true)).toBe('already_revoked');
    expect(await keys().revoke('k_1', at, false)).toBe('revoked');
    expect(await keys().revoke('k_9', at, false)).toBe('missing');
  });

  test('cannot both be revoked at once when they are the last two admins', async () => {
    await keys().insert(key(1));
    await keys().insert(key(2));
    const results = await Promise.all([keys().revoke('k_1', at, true), keys().revoke('k_2', at, true)]);
    expect(results.toSorted()).toEqual(['last_admin', 'revoked']);
  });

  test('remember the latest use', async () => {
    const later = new Date(at.getTime() + 1000);
    await keys().insert(key(1));
    await keys().noteUses([{ id: 'k_1', at: later }, { id: 'k_none', at }]);
    await keys().noteUses([{ id: 'k_1', at }]);
    await keys().noteUses([]);
    expect((await keys().list())[0]?.lastUsedAt).toEqual(later);
  });
});

const settingsSuite = (store: () => Store): unknown => describe('settings', () => {
  test('are made once and then the same for everybody', async () => {
    const values = await Promise.all([1, 2, 3].map((value) => getOrCreateSetting(store().db, 'answer', () => ({ value }))));
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
    expect(await sessionSecret(store().db)).toEqual(await sessionSecret(store().db));
    expect(await sessionSecret(store().db)).toHaveLength(32);
  });
});

const callsSuite = (store: () => Store): unknown => describe('calls', () => {
  const insert = (...records: CallRecord[]) => insertCalls(store().db, records.map(spooled));
  const list = (query: object = {}, tenant: string | null = null) => listTraces(store().db, tracesQuery.parse(query), tenant);
  const ids = async (query: object = {}, tenant: string | null = null) => (await list(query, tenant)).traces.map(({ id }) => id);
  const overview = (minutes: number, tenant: string | null = null, model?: string) =>
    readOverview(store().db, { minutes, ...(model === undefined ? {} : { model }) }, tenant, new Date(callRecord(0).startedAt + 60_000));

  test('are stored and counted once however often they come', async () => {
    await insert(callRecord(1), callRecord(2));
    await insert(callRecord(2), callRecord(3));
    await Promise.all([insert(callRecord(4), callRecord(5), callRecord(4)), insert(callRecord(5), callRecord(4))]);
    await insert(callRecord(1), callRecord(2));
    expect(await ids()).toEqual([5, 4, 3, 2, 1].map(idOf));
    expect((await overview(60)).totals.requests).toBe(5);
    expect((await overview(60 * 24 * 7)).totals.requests).toBe(5);
  });

  test('come back whole, whatever text is in them', async () => {
    const nasty = 'a\0b \\ " {,} \u{1F6A2} \uD800 \n';
    const record = callRecord(1, { user: nasty, feature: 'x'.repeat(10_000), model: 'NULL', content: { request: { messages: [nasty] }, reply: 'z'.repeat(200_000) } });
    await insert(record);
    expect(await findTrace(store().db, record.id, null)).toEqual(record);
    const [summary] = (await list({ search: 'b \\ " {,} \u{1F6A2}', model: 'NULL' })).traces;
    expect([summary?.user, summary?.model]).toEqual([nasty, 'NULL']);
  });

  test('are listed with what the console shows', async () => {
    await insert(callRecord(7, { costPicoUsd: null, priceCertainty: 'unknown', firstByteUs: null, durationUs: 1_234 }));
    expect((await list()).traces).toEqual([
      {
        id: idOf(7), startedAt: '2026-11-21T09:00:00.007Z', operation: 'chat', stream: false, tenant: 'default', app: 'shop', user: null,
        requestedModel: 'small', model: 'small', provider: 'simulated', outcome: 'ok', status: 200, errorCode: null, durationMs: 1.234,
        firstByteMs: null, inputTokens: 100, outputTokens: 20, costPicoUsd: null, priceCertainty: 'unknown', attempts: 1,
      },
    ]);
  });

  test('are paged without a gap or a repeat, also among calls of the same millisecond', async () => {
    const startedAt = (n: number): number => callRecord(0).startedAt + (n >> 3);
    await insert(...Array.from({ length: 25 }, (_, n) => callRecord(n, { startedAt: startedAt(n) })));
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.traces.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => idAt(startedAt(24 - n), 24 - n)));
    for (const cursor of ["1'; drop table calls", '', idOf(1).slice(1), `${idOf(1)}0`]) await expect(list({ cursor })).rejects.toBeInstanceOf(PlimsollError);
  });

  test('of a tenant are paged without a gap, a repeat, or another\'s id in the cursor, where a search ends among the calls of others', async () => {
    const startedAt = (n: number): number => callRecord(0).startedAt + (n >> 3);
    // The newest 10,000 of these, which one query looks at, end with number 2006: in the middle of the millisecond of 2000 to 2007.
    const own = [12_004, 2_007, 2_001, 5];
    const records = Array.from({ length: 12_006 }, (_, n) => callRecord(n, { startedAt: startedAt(n), tenant: own.includes(n) ? 'acme' : 'default' }));
    for (let n = 0; n < records.length; n += 2_000) await insert(...records.slice(n, n + 2_000));
    const clock = { ms: 0 };
    const now = vi.spyOn(Date, 'now').mockImplementation(() => (clock.ms += 3_000));
    const pages: Awaited<ReturnType<typeof list>>[] = [];
    try {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await list(cursor === undefined ? {} : { cursor }, 'acme');
        pages.push(page);
        cursor = page.next;
      }
    } finally {
      now.mockRestore();
    }
    expect(pages.map(({ traces }) => traces.map(({ id }) => id))).toEqual([[12_004], [2_007, 2_001, 5]].map((page) => page.map((n) => idAt(startedAt(n), n))));
    expect(pages[0]?.next).toBe(idAt(startedAt(2_006), 0).slice(0, 12).padEnd(32, 'f'));
  });

  test('are found by the beginning of their id, long or short', async () => {
    await insert(callRecord(0x1f), callRecord(0x2f, { user: '01 dalmatian' }), callRecord(1, { startedAt: 2 ** 44, user: '0199' }));
    const [one, two, early] = [idOf(0x1f), idOf(0x2f), idAt(2 ** 44, 1)];
    expect(await ids({ search: one.slice(0, 12) })).toEqual([one]);
    expect(await ids({ search: ` ${two} ` })).toEqual([two]);
    expect(await ids({ search: one.slice(0, 6) })).toEqual([two, one]);
    expect(await ids({ search: `${two.slice(0, 6)} dalmatian` })).toEqual([two]);
    expect(await ids({ search: '0199' })).toEqual([early]);
    expect(await ids({ search: early.slice(0, 12), limit: 1 }, 'acme')).toEqual([]);
    expect(await ids({ search: 'f'.repeat(32) })).toEqual([]);
  });

  test('are listed from and to a millisecond of their beginning, by their ids', async () => {
    await insert(...[1, 2, 3, 4].map((n) => callRecord(n)));
    const begin = (n: number): string => new Date(callRecord(n).startedAt).toISOString();
    expect(await ids({ from: begin(2), to: begin(4) })).toEqual([idOf(3), idOf(2)]);
    expect(await ids({ from: begin(4) })).toEqual([idOf(4)]);
    expect(await ids({ to: begin(1) })).toEqual([]);
    expect(await ids({ from: '1900-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' })).toHaveLength(4);
    expect(await ids({ from: begin(2), outcome: 'error' })).toEqual([]);
    expect(await ids({ from: begin(2), cursor: idOf(4) })).toEqual([idOf(3), idOf(2)]);
  });

  test('are found by tenant, outcome, model, time, id and words', async () => {
    await insert(
      callRecord(1, { outcome: 'error', errorCode: 'provider_timeout' }),
      callRecord(2, { tenant: 'acme', model: 'large', user: 'Ada 100%' }),
      callRecord(3, { tenant: null, model: null }),
    );
    expect(await ids({}, 'acme')).toEqual([idOf(2)]);
    expect(await ids({ outcome: 'error' })).toEqual([idOf(1)]);
    expect(await ids({ outcome: 'ok', model: 'large' })).toEqual([idOf(2)]);
    expect(await ids({ from: '2026-11-21T09:00:00.002Z', to: '2026-11-21T09:00:00.003Z' })).toEqual([idOf(2)]);
    expect(await ids({ search: idOf(3) })).toEqual([idOf(3)]);
    expect(await ids({ search: idOf(3).slice(0, 31) })).toEqual([idOf(3)]);
    expect(await ids({ search: 'ada LARGE' })).toEqual([idOf(2)]);
    expect(await ids({ search: 'ada provider' })).toEqual([]);
    expect(await ids({ search: '100%' })).toEqual([idOf(2)]);
    expect(await ids({ search: '10_%' })).toEqual([]);
    expect(await ids({ search: 'provider_timeout' })).toEqual([idOf(1)]);
    expect(await findTrace(store().db, idOf(2), 'acme')).not.toBeNull();
    expect(await findTrace(store().db, idOf(1), 'acme')).toBeNull();
    expect(await findTrace(store().db, 'no id', null)).toBeNull();
  });

  test('are summed exactly, by time and by model, with empty intervals in between', async () => {
    const minute = 60_000;
    const start = callRecord(0).startedAt;
    await insert(
      callRecord(1, { startedAt: start - 2 * minute, costPicoUsd: '9007199254740993' }),
      callRecord(2, { startedAt: start, costPicoUsd: '9007199254740993', outcome: 'abandoned', tenant: 'acme' }),
      callRecord(3, { startedAt: start, costPicoUsd: null, outcome: 'error', model: 'large', durationUs: 1_000_000 }),
      callRecord(4, { startedAt: start, costPicoUsd: '7', outcome: 'interrupted', model: 'large', durationUs: 0 }),
      callRecord(5, { startedAt: start, model: null, provider: null, outcome: 'error', costPicoUsd: '0', usage: { ...callRecord(5).usage, input: 0, output: 0 } }),
    );
    const whole = await overview(5);
    expect(whole.totals).toMatchObject({ requests: 5, errors: 3, abandoned: 1, inputTokens: 400, outputTokens: 80, costPicoUsd: '18014398509481993', unpriced: 1 });
    expect(whole.points.map(({ requests }) => requests)).toEqual([0, 1, 0, 4, 0]);
    expect(whole.points.map((point) => point.at)).toEqual([-3, -2, -1, 0, 1].map((n) => new Date(start + n * minute).toISOString()));
    expect(whole.points[0]).toMatchObject({ p50Ms: null, costPicoUsd: '0' });
    expect(whole.byModel.map(({ model, requests }) => [model, requests]).toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([['large', 2], ['small', 2]]);
    expect(whole.byModelPoints.map(({ points }) => points.length)).toEqual([5, 5]);
    expect(whole.totals.p50Ms).toBeGreaterThan(250 / 1.091);
    expect(whole.totals.p50Ms).toBeLessThan(250 * 1.091);
    expect(whole.totals.p99Ms).toBeGreaterThan(1000 / 1.091);
    expect(whole.totals.p99Ms).toBeLessThan(1000 * 1.091);
    expect((await overview(5, 'acme')).totals.requests).toBe(1);
    expect((await overview(5, null, 'large')).totals.requests).toBe(2);
    expect((await overview(5, 'nobody')).everReceived).toBe(false);
    expect((await overview(60 * 24 * 31)).points.length).toBeLessThanOrEqual(240);
  });

  test('are deleted when they are too old, and their sums stay', async () => {
    await insert(...Array.from({ length: 30 }, (_, n) => callRecord(n)));
    const limit = new Date(callRecord(20).startedAt);
    expect(await deleteOldCalls(store().db, limit, { now: limit })).toBe(20);
    expect(await ids({ limit: 200 })).toHaveLength(10);
    expect((await overview(60 * 24 * 7)).totals.requests).toBe(30);
  });

  test('survive a second migration', async () => {
    await insert(callRecord(1));
    await migrate(store().db);
    expect(await ids()).toHaveLength(1);
    expect(await store().healthy()).toBe(true);
  });
});

describeOnEachStore('the store', (store) => {
  keysSuite(store);
  settingsSuite(store);
  callsSuite(store);
});
