import type { CallRecord } from '@plimsoll/contract/call-record';
import { noUsage } from '@plimsoll/contract/token-usage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { spooled } from '../spool/records.fixture.ts';
import { insertCalls } from '../store/calls/insert-calls.ts';
import { openControlFixture, type ControlFixture } from './control-plane.fixture.ts';
import { openEmbeddedStore } from './embedded-store.fixture.ts';

let store: Store;
let fixture: ControlFixture;
let staff: string;
let acme: string;
let empty: string;

/** Ids begin with their time. */
const begins = Date.now().toString(16).padStart(12, '0');
const idOf = { default: begins + 'd'.repeat(20), acme: begins + 'a'.repeat(20) };

const callOf = (tenant: keyof typeof idOf): CallRecord => ({
  v: 1,
  id: idOf[tenant],
  traceId: idOf[tenant],
  spanId: '0123456789abcdef',
  parentSpanId: null,
  sampled: true,
  startedAt: Date.now() - 1_000,
  operation: 'chat',
  stream: false,
  tenant,
  app: `${tenant} app`,
  keyId: `k_${tenant}`,
  user: null,
  feature: null,
  session: null,
  requestedModel: 'small',
  route: 'small',
  model: `${tenant} model`,
  provider: 'simulated',
  outcome: 'ok',
  status: 200,
  errorCode: null,
  finishReason: 'stop',
  cache: null,
  reusedCostPicoUsd: null,
  shaped: null,
  guarded: null,
  deferred: false,
  durationUs: 10_000,
  firstByteUs: 9_000,
  usage: { ...noUsage, input: 10, output: 5 },
  costPicoUsd: '7',
  priceCertainty: 'exact',
  attempts: [],
  stages: [],
  versions: { plimsoll: '0.1.0', config: 'c0ffee', prompt: null },
  content: null,
});

beforeAll(async () => {
  store = await openEmbeddedStore();
  fixture = await openControlFixture(store);
  const calls = [callOf('default'), callOf('acme')];
  await insertCalls(store.db, calls.map(spooled));
  staff = await fixture.issue('viewer');
  acme = await fixture.issue('viewer', { tenant: 'acme' });
  empty = await fixture.issue('admin', { tenant: 'newcomer' });
});
afterAll(async () => {
  await fixture.close();
  await store.close();
});

const get = async (path: string, key: string): Promise<string> => JSON.stringify((await fixture.send('GET', path, { key })).body);

test('A tenant reads its own calls alone, by list, by search, by id and in the figures; the staff read all', async () => {
  for (const path of ['/api/traces', '/api/traces?search=app', '/api/overview', '/api/spend/by?by=app', '/api/spend/by?by=model', '/api/spend/export?by=app,model', '/api/spend/export?by=app,model&format=json']) {
    expect(await get(path, staff), path).toMatch(/default (app|model)/);
    expect(await get(path, staff), path).toMatch(/acme (app|model)/);
    expect(await get(path, acme), path).toMatch(/acme (app|model)/);
    expect(await get(path, acme), path).not.toMatch(/default (app|model)/);
    expect(await get(path, empty), path).not.toMatch(/(default|acme) (app|model)/);
  }
  expect(JSON.parse(await get('/api/overview', staff))).toMatchObject({ totals: { requests: 2, costPicoUsd: '14' } });
  expect(JSON.parse(await get('/api/overview', acme))).toMatchObject({ totals: { requests: 1, costPicoUsd: '7' } });
});

test('Another tenant\'s call is as absent as one that never was', async () => {
  expect(JSON.parse(await get(`/api/traces/${idOf.acme}`, acme))).toMatchObject({ record: { id: idOf.acme } });
  const hidden = await get(`/api/traces/${idOf.default}`, acme);
  expect(hidden).toBe(await get(`/api/traces/${'0'.repeat(32)}`, acme));
  expect(hidden).toContain('not_found');
  expect(await get(`/api/traces?search=${idOf.default}`, acme)).not.toContain(idOf.default);
});
