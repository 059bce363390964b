import type { Caller } from '@plimsoll/contract/caller';
import type { Role } from '@plimsoll/contract/role';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { openEmbeddedStore } from '../control/embedded-store.fixture.ts';
import { createKeyStore } from '../store/keys/key-store.ts';
import { ensureFirstKeys } from './first-keys.ts';
import { hashKey } from './key-format.ts';
import { createKeyService, type KeyService } from './key-service.ts';
import type { KeyStore } from './key-store.ts';
import { KeyTable } from './key-table.ts';

let store: Store;
let keyStore: KeyStore;
let table: KeyTable;
let keys: KeyService;
let nowMs: number;

beforeAll(async () => {
  store = await openEmbeddedStore();
  keyStore = createKeyStore(store.db);
});
beforeEach(async () => {
  await store.db.deleteFrom('api_keys').execute();
  nowMs = Date.now();
  const now = () => nowMs;
  table = await KeyTable.open({ store: keyStore, now });
  keys = createKeyService({ store: keyStore, table, now });
  return () => table.close();
});
afterAll(() => store.close());

const actor = (role: Role, tenant: string): Caller => ({ role, tenant, app: 'default', keyId: `k_${tenant}` });
const staff = actor('admin', 'default');
const acme = actor('admin', 'acme');
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { code?: unknown }) => String(error.code));

describe('A created key', () => {
  test('works at once, is shown once, and is stored only as its hash', async () => {
    const { key, secret } = await keys.create(staff, { name: 'bot', role: 'app', app: 'support' });
    expect(key).toMatchObject({ role: 'app', tenant: 'default', app: 'support', state: 'active', createdBy: 'k_default', expiresAt: null });
    expect(table.lookup(secret)).toEqual({ caller: { tenant: 'default', app: 'support', keyId: key.id, role: 'app' } });
    const stored = await store.db.selectFrom('api_keys').selectAll().execute();
    expect(stored.map((row) => row.secret_hash)).toEqual([hashKey(secret)]);
    expect(JSON.stringify(stored)).not.toContain(secret.slice(17, 50));
    expect(JSON.stringify(await keys.list(staff))).not.toContain(hashKey(secret));
  });

  test('ends when it was told to', async () => {
    const { secret } = await keys.create(staff, { name: 'trial', role: 'app', app: 'default', expiresInDays: 30 });
    nowMs += 30 * 86_400_000 - 1;
    expect(table.lookup(secret)).toHaveProperty('caller');
    nowMs += 1;
    expect(table.lookup(secret)).toEqual({ refused: 'revoked_key' });
    expect((await keys.list(staff))[0]?.state).toBe('expired');
  });
});

describe('Rotation', () => {
  test('gives a successor that works beside the old key for the grace period, and alone after it', async () => {
    const old = await keys.create(staff, { name: 'bot', role: 'app', app: 'support', tenant: 'acme' });
    const next = await keys.rotate(staff, old.key.id, 60);
    expect(next.key).toMatchObject({ name: 'bot', role: 'app', app: 'support', tenant: 'acme', state: 'active' });
    expect(table.lookup(old.secret)).toHaveProperty('caller');
    expect(table.lookup(next.secret)).toHaveProperty('caller');
    expect((await keys.list(staff)).find((key) => key.id === old.key.id)?.state).toBe('expiring');
    nowMs += 60 * 60_000;
    expect(table.lookup(old.secret)).toEqual({ refused: 'revoked_key' });
    expect(table.lookup(next.secret)).toHaveProperty('caller');
  });

  test('without grace ends the old key at once', async () => {
    const old = await keys.create(staff, { name: 'leaked', role: 'app', app: 'default' });
    await keys.rotate(staff, old.key.id, 0);
    expect(table.lookup(old.secret)).toEqual({ refused: 'revoked_key' });
  });

  test('never makes a key outlive the end it was given', async () => {
    const old = await keys.create(staff, { name: 'trial', role: 'app', app: 'default', expiresInDays: 1 });
    const next = await keys.rotate(staff, old.key.id, 60 * 24 * 30);
    expect(next.key.expiresAt).toBe(old.key.expiresAt);
    const listed = (await keys.list(staff)).find((key) => key.id === old.key.id);
    expect(listed?.expiresAt).toBe(old.key.expiresAt);
  });

  test('is refused for a key that is rotated or revoked already, also when two admins rotate at once', async () => {
    const { key } = await keys.create(staff, { name: 'bot', role: 'app', app: 'default' });
    const both = await Promise.all([codeOf(keys.rotate(staff, key.id, 5)), codeOf(keys.rotate(staff, key.id, 5))]);
    expect(new Set(both)).toEqual(new Set(['conflict', 'done']));
    expect(await codeOf(keys.rotate(staff, key.id, 5))).toBe('conflict');
    await keys.revoke(staff, key.id);
    expect(await codeOf(keys.rotate(staff, key.id, 5))).toBe('conflict');
  });
});

describe('Revoking', () => {
  test('counts at once, and twice is once', async () => {
    const { key, secret } = await keys.create(staff, { name: 'bot', role: 'app', app: 'default' });
    const first = await keys.revoke(staff, key.id);
    expect(first.state).toBe('revoked');
    expect(table.lookup(secret)).toEqual({ refused: 'revoked_key' });
    nowMs += 1_000;
    expect(await keys.revoke(staff, key.id)).toEqual(first);
    expect(await codeOf(keys.revoke(staff, 'k_nothing'))).toBe('not_found');
  });

  test('is refused for the last admin key of the staff, also when two admins revoke one another at once', async () => {
    const [one, other] = [await keys.create(staff, { name: 'one', role: 'admin', app: 'default' }), await keys.create(staff, { name: 'other', role: 'admin', app: 'default' })];
    const both = await Promise.all([codeOf(keys.revoke(staff, one.key.id)), codeOf(keys.revoke(staff, other.key.id))]);
    expect(new Set(both)).toEqual(new Set(['conflict', 'done']));
    expect((await keys.list(staff)).filter((key) => key.state === 'active')).toHaveLength(1);
  });

  test('lets the staff end a tenant\'s last admin key, but not the tenant itself', async () => {
    const { key } = await keys.create(staff, { name: 'theirs', role: 'admin', tenant: 'acme', app: 'default' });
    expect(await codeOf(keys.revoke(acme, key.id))).toBe('conflict');
    expect(await codeOf(keys.revoke(staff, key.id))).toBe('done');
  });
});

describe('A tenant\'s admin', () => {
  test('makes keys for its own tenant alone, which is also the default', async () => {
    expect((await keys.create(acme, { name: 'ours', role: 'viewer', app: 'default' })).key.tenant).toBe('acme');
    expect(await codeOf(keys.create(acme, { name: 'theirs', role: 'admin', tenant: 'default', app: 'default' }))).toBe('forbidden');
  });

  test('sees, rotates and revokes no key of another tenant', async () => {
    const theirs = await keys.create(staff, { name: 'staff', role: 'viewer', app: 'default' });
    nowMs += 1;
    await keys.create(acme, { name: 'ours', role: 'viewer', app: 'default' });
    expect((await keys.list(acme)).map((key) => key.name)).toEqual(['ours']);
    expect((await keys.list(staff)).map((key) => key.name)).toEqual(['ours', 'staff']);
    expect(await codeOf(keys.rotate(acme, theirs.key.id, 5))).toBe('not_found');
    expect(await codeOf(keys.revoke(acme, theirs.key.id))).toBe('not_found');
    expect(table.lookup(theirs.secret)).toHaveProperty('caller');
  });
});

describe('The first start', () => {
  test('makes an admin key and an app key and says them once', async () => {
    const first = await ensureFirstKeys({ store: keyStore, table });
    expect(table.lookup(first.adminKey ?? '')).toMatchObject({ caller: { role: 'admin', tenant: 'default' } });
    expect(table.lookup(first.appKey ?? '')).toMatchObject({ caller: { role: 'app' } });
    expect(await ensureFirstKeys({ store: keyStore, table })).toEqual({ adminKey: null, appKey: null, warnings: [] });
    expect(await keyStore.list()).toHaveLength(2);
  });

  test('takes the keys of the environment and prints none', async () => {
    const set = { adminKey: 'an-admin-key-of-mine', appKey: 'an-app-key-of-mine' };
    for (let start = 0; start < 2; start += 1) {
      expect(await ensureFirstKeys({ store: keyStore, table, ...set })).toEqual({ adminKey: null, appKey: null, warnings: [] });
    }
    expect(table.lookup(set.adminKey)).toMatchObject({ caller: { role: 'admin' } });
    expect(table.lookup(set.appKey)).toMatchObject({ caller: { role: 'app' } });
    expect(await keyStore.list()).toHaveLength(2);
  });

  test('a changed environment key replaces the earlier one and leaves other keys alone', async () => {
    await ensureFirstKeys({ store: keyStore, table, adminKey: 'an-admin-key-of-mine' });
    const mine = await keys.create(staff, { name: 'mine', role: 'admin', app: 'default' });
    await ensureFirstKeys({ store: keyStore, table, adminKey: 'another-admin-key-of-mine' });
    expect(table.lookup('an-admin-key-of-mine')).toEqual({ refused: 'revoked_key' });
    expect(table.lookup('another-admin-key-of-mine')).toHaveProperty('caller');
    expect(table.lookup(mine.secret)).toHaveProperty('caller');
  });

  test('an environment key that was revoked stays revoked, and the operator is told without hearing the key', async () => {
    await ensureFirstKeys({ store: keyStore, table, adminKey: 'an-admin-key-of-mine' });
    await keys.create(staff, { name: 'mine', role: 'admin', app: 'default' });
    const [id = ''] = (await keyStore.list()).filter((key) => key.source === 'environment').map((key) => key.id);
    await keys.revoke(staff, id);
    const { warnings } = await ensureFirstKeys({ store: keyStore, table, adminKey: 'an-admin-key-of-mine' });
    expect(warnings).toEqual([`The key in PLIMSOLL_ADMIN_KEY was revoked (${id}); set another one.`]);
    expect(table.lookup('an-admin-key-of-mine')).toEqual({ refused: 'revoked_key' });
  });

  test('refuses environment keys that are too short or the same, naming the variable and not the key', async () => {
    await expect(ensureFirstKeys({ store: keyStore, table, adminKey: 'hunter2' })).rejects.toThrow(/^PLIMSOLL_ADMIN_KEY: a key must have 16 to 200 characters, this one has 7$/);
    await expect(ensureFirstKeys({ store: keyStore, table, adminKey: 'the-same-key-twice', appKey: 'the-same-key-twice' })).rejects.toThrow('must differ');
  });
});

test('The last use is shown at once and survives a restart', async () => {
  const { key, secret } = await keys.create(staff, { name: 'bot', role: 'app', app: 'default' });
  table.lookup(secret);
  expect((await keys.list(staff))[0]?.lastUsedAt).toBe(new Date(nowMs).toISOString());
  await table.close();
  const reopened = await KeyTable.open({ store: keyStore });
  expect(reopened.lastUsedAt(key.id)).toEqual(new Date(nowMs));
  await reopened.close();
});
