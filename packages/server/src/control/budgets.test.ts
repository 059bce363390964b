import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { openControlFixture, type ControlFixture } from './control-plane.fixture.ts';
import { openEmbeddedStore } from './embedded-store.fixture.ts';

let store: Store;
let fixture: ControlFixture;
let admin: string;

beforeAll(async () => {
  store = await openEmbeddedStore();
  fixture = await openControlFixture(store);
  admin = await fixture.issue('admin');
});
afterAll(async () => {
  await fixture.close();
  await store.close();
});

test('an admin sets a budget, everybody who may look sees it, and it is taken back', async () => {
  const set = await fixture.send('PUT', '/api/budgets/team', { key: admin, body: { usd: '25.50', per: 'month', each: 'app', mode: 'enforce' } });
  expect(set.response.status).toBe(200);
  expect(set.body).toMatchObject({ name: 'team', source: 'api', settings: { usd: '25.50', each: 'app' } });
  const viewer = await fixture.issue('viewer');
  expect((await fixture.send('GET', '/api/budgets', { key: viewer })).body).toMatchObject({ timeZone: 'UTC', budgets: [{ name: 'team' }] });
  expect((await fixture.send('DELETE', '/api/budgets/team', { key: admin })).body).toMatchObject({ budgets: [] });
  expect((await fixture.send('DELETE', '/api/budgets/team', { key: admin })).response.status).toBe(404);
});

test('an amount that is none, a period that is none, and a model that is none are refused with the reason', async () => {
  for (const body of [{ usd: '-1', per: 'day' }, { usd: '1', per: 'week' }, { usd: '1', per: 'day', model: 'big' }, { usd: '1', per: 'day', cap: 5 }]) {
    const { response } = await fixture.send('PUT', '/api/budgets/team', { key: admin, body });
    expect(response.status).toBe(400);
  }
});

test('another tenant\'s admin sets budgets for itself alone, cannot lift what the staff has set for it, and sees no others', async () => {
  const theirs = await fixture.issue('admin', { tenant: 'acme' });
  expect((await fixture.send('PUT', '/api/budgets/mine', { key: theirs, body: { usd: '1', per: 'day' } })).response.status).toBe(400);
  await fixture.send('PUT', '/api/budgets/all', { key: admin, body: { usd: '1', per: 'day' } });
  await fixture.send('PUT', '/api/budgets/acme', { key: admin, body: { usd: '1', per: 'day', tenant: 'acme' } });
  expect((await fixture.send('GET', '/api/budgets', { key: theirs })).body).toMatchObject({ budgets: [{ name: 'acme' }] });
  expect((await fixture.send('PUT', '/api/budgets/all', { key: theirs, body: { usd: '9', per: 'day', tenant: 'acme' } })).response.status).toBe(409);
  expect((await fixture.send('DELETE', '/api/budgets/all', { key: theirs })).response.status).toBe(404);
});
