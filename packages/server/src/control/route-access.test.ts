import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { roles, type Role } from '@plimsoll/contract/role';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { openControlFixture, type ControlFixture } from './control-plane.fixture.ts';
import { openEmbeddedStore } from './embedded-store.fixture.ts';
import { makeKey } from '../keys/key-format.ts';

let store: Store;
let fixture: ControlFixture;
let operations: { readonly method: string; readonly path: string; readonly operation: JsonObject }[];
const secrets = new Map<string, string>();

beforeAll(async () => {
  store = await openEmbeddedStore();
  fixture = await openControlFixture(store);
  for (const role of roles) {
    secrets.set(role, await fixture.issue(role));
    secrets.set(`${role} of another tenant`, await fixture.issue(role, { tenant: 'acme' }));
    secrets.set(`${role} in its grace period`, await fixture.issue(role, { replacedBy: 'k_next', expiresAt: new Date(Date.now() + 600_000) }));
    secrets.set(`revoked ${role}`, await fixture.issue(role, { revokedAt: new Date() }));
    secrets.set(`expired ${role}`, await fixture.issue(role, { expiresAt: new Date(Date.now() - 1) }));
  }
  operations = operationsOf((await fixture.send('GET', '/api/openapi.json')).body);
});
afterAll(async () => {
  await fixture.close();
  await store.close();
});

const operationsOf = (document: unknown): typeof operations => {
  if (!isJsonObject(document) || !isJsonObject(document.paths)) throw new Error('no OpenAPI document');
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(isJsonObject(item) ? item : {}).flatMap(([method, operation]) =>
      isJsonObject(operation) ? [{ method: method.toUpperCase(), path, operation }] : [],
    ),
  );
};

const declared = (operation: JsonObject): readonly unknown[] => {
  const access = operation['x-plimsoll-roles'];
  return Array.isArray(access) ? access : [];
};

/** Every route of the control plane, called by somebody; the body is empty, so nothing is changed on the way. */
const callAll = async (visit: (operation: JsonObject, status: number, code: unknown, route: string) => void, options: { key?: string; headers?: Record<string, string> } = {}) => {
  for (const { method, path, operation } of operations.filter((one) => one.path.startsWith('/api'))) {
    const body = method === 'POST' ? { body: {} } : {};
    const { response, body: reply } = await fixture.send(method, path.replaceAll(/\{.+?\}/g, 'none'), { ...options, ...body });
    const error = isJsonObject(reply) && isJsonObject(reply.error) ? reply.error : {};
    visit(operation, response.status, error.code, `${method} ${path}`);
  }
};

const isPublic = (operation: JsonObject): boolean => declared(operation)[0] === 'public';

const mayUse = (operation: JsonObject, role: Role): boolean => isPublic(operation) || declared(operation).includes(role);

describe('The OpenAPI document', () => {
  test('declares for every route which roles may use it, and how they show who they are', () => {
    expect(operations.length).toBeGreaterThan(14);
    for (const { method, path, operation } of operations) {
      const access = declared(operation);
      expect(access.length, `${method} ${path}`).toBeGreaterThan(0);
      expect(access.every((role) => role === 'public' || roles.some((known) => known === role)), `${method} ${path}`).toBe(true);
      expect(operation.security, `${method} ${path}`).toHaveLength(isPublic(operation) ? 0 : 3);
    }
  });

  test('describes exactly the routes that are registered', () => {
    const registered = fixture.control.app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`);
    const described = operations.filter(({ path }) => path.startsWith('/api')).map(({ method, path }) => `${method} ${path.replaceAll(/\{(.+?)\}/g, ':$1')}`);
    expect(new Set(described)).toEqual(new Set(registered));
  });

  test('gives keys to admins alone, an app nothing but who it is, and a viewer nothing that changes anything', () => {
    const usableBy = (role: Role): string[] =>
      operations.filter(({ path, operation }) => path.startsWith('/api') && declared(operation).includes(role)).map(({ method, path }) => `${method} ${path}`);
    for (const { path, operation } of operations.filter((one) => one.path.startsWith('/api/keys'))) expect(declared(operation), path).toEqual(['admin']);
    expect(usableBy('app')).toEqual(['GET /api/session']);
    expect(usableBy('viewer').filter((route) => !route.startsWith('GET '))).toEqual([]);
    expect(operations.filter(({ operation }) => isPublic(operation)).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/openapi.json',
      'POST /api/session',
      'DELETE /api/session',
    ]);
  });

  test('says that a viewer may not call models', () => {
    const models = operations.filter(({ path }) => path.startsWith('/v1/'));
    expect(models.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/chat/completions',
      'POST /v1/messages',
      'POST /v1/embeddings',
      'GET /v1/models',
      'GET /v1/models/{model}',
      'POST /v1/files',
      'GET /v1/files',
      'GET /v1/files/{file}',
      'DELETE /v1/files/{file}',
      'GET /v1/files/{file}/content',
      'POST /v1/batches',
      'GET /v1/batches',
      'GET /v1/batches/{batch}',
      'POST /v1/batches/{batch}/cancel',
    ]);
    for (const { operation } of models) expect(new Set(declared(operation))).toEqual(new Set(['app', 'operator', 'admin']));
  });
});

describe('Every route of the document', () => {
  for (const role of roles) {
    for (const who of [role, `${role} of another tenant`, `${role} in its grace period`]) {
      test(`lets the ${who} through exactly where its role is declared`, async () => {
        await callAll((operation, status, code, route) => {
          if (mayUse(operation, role)) expect([401, 403, 500, 503], `${route}: ${String(code)}`).not.toContain(status);
          else expect([status, code], route).toEqual([403, 'forbidden']);
        }, { key: secrets.get(who) ?? '' });
      });
    }

    for (const who of [`revoked ${role}`, `expired ${role}`]) {
      test(`refuses the ${who} key`, async () => {
        await callAll((operation, status, code, route) => {
          if (!isPublic(operation)) expect([status, code], route).toEqual([401, 'revoked_key']);
        }, { key: secrets.get(who) ?? '' });
      });
    }
  }

  for (const role of ['admin', 'operator', 'viewer'] as const) {
    test(`treats the console session of the ${role} as its key`, async () => {
      const cookie = await fixture.signIn(secrets.get(role) ?? '');
      await callAll((operation, status, code, route) => {
        if (mayUse(operation, role)) expect([401, 403, 500, 503], `${route}: ${String(code)}`).not.toContain(status);
        else expect([status, code], route).toEqual([403, 'forbidden']);
      }, { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    });
  }

  test('asks for a key when none is sent', async () => {
    await callAll((operation, status, code, route) => {
      if (!isPublic(operation)) expect([status, code], route).toEqual([401, 'missing_key']);
    });
  });

  test('refuses a key that nobody made, and a forged session', async () => {
    await callAll((operation, status, code, route) => {
      if (!isPublic(operation)) expect([status, code], route).toEqual([401, 'invalid_key']);
    }, { key: makeKey().secret });
    await callAll((operation, status, code, route) => {
      if (!isPublic(operation)) expect([status, code], route).toEqual([401, 'missing_key']);
    }, { headers: { cookie: 'plimsoll_session=1.eyJrZXkiOiJrXzEiLCJyb2xlIjoiYWRtaW4ifQ.AAAA', 'sec-fetch-site': 'same-origin' } });
  });
});

test('A route that declares no roles answers nobody, and its handler never runs', async () => {
  let ran = false;
  const careless = await openControlFixture(store);
  careless.control.app.get('/api/careless', (context) => {
    ran = true;
    return context.json({});
  });
  const { response } = await careless.send('GET', '/api/careless', { key: await careless.issue('admin') });
  expect(response.status).toBe(500);
  expect(ran).toBe(false);
  expect(careless.unexpected[0]?.error).toMatchObject({ message: 'route GET /api/careless declares no roles' });
  await careless.close();
});
