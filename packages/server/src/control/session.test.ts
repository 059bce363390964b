import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ControlDeps } from './control-deps.ts';
import type { Store } from '../store/store.ts';
import { openControlFixture, type ControlFixture } from './control-plane.fixture.ts';
import { openEmbeddedStore } from './embedded-store.fixture.ts';
import { createSessions, sessionHours } from './session-token.ts';

let store: Store;
beforeAll(async () => {
  store = await openEmbeddedStore();
});
afterAll(() => store.close());

const openFixture = async (changes: Partial<ControlDeps> = {}): Promise<ControlFixture> => {
  const fixture = await openControlFixture(store, changes);
  onTestFinished(() => fixture.close());
  return fixture;
};

const own = { 'sec-fetch-site': 'same-origin' };
const newKey = { name: 'made in the console', role: 'viewer' };

test('Signing in sets a cookie that no script can read and no other site can send, and it works until signing out', async () => {
  const fixture = await openFixture();
  const secret = await fixture.issue('operator');
  const signedIn = await fixture.send('POST', '/api/session', { body: { key: secret } });
  const cookie = signedIn.response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^plimsoll_session=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(secret);
  expect(signedIn.body).toMatchObject({ role: 'operator', tenant: 'default', expiresAt: expect.stringMatching(/Z$/) });

  const read = await fixture.send('GET', '/api/session', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect(read.body).toEqual(signedIn.body);
  const out = await fixture.send('DELETE', '/api/session', { headers: own });
  expect([out.response.status, out.response.headers.get('set-cookie')]).toEqual([204, 'plimsoll_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict']);
});

test('The cookie is Secure where the browser came over https', async () => {
  const fixture = await openFixture();
  const { response } = await fixture.send('POST', '/api/session', {
    body: { key: await fixture.issue('viewer') },
    headers: { 'x-forwarded-proto': 'https' },
  });
  expect(response.headers.get('set-cookie')).toMatch(/; Secure$/);
});

test('An app key opens no console session, and sees only who it is', async () => {
  const fixture = await openFixture();
  const secret = await fixture.issue('app');
  const refused = await fixture.send('POST', '/api/session', { body: { key: secret } });
  expect(refused.response.status).toBe(403);
  expect(refused.response.headers.get('set-cookie')).toBeNull();
  expect((await fixture.send('GET', '/api/session', { key: secret })).body).toMatchObject({ role: 'app', expiresAt: null });
});

test('Revoking the key ends its sessions at once', async () => {
  const fixture = await openFixture();
  const [admin, viewer] = [await fixture.issue('admin'), await fixture.issue('viewer')];
  const cookie = await fixture.signIn(viewer);
  const { body } = await fixture.send('GET', '/api/session', { headers: { cookie } });
  expect(body).toHaveProperty('role', 'viewer');
  const keyId = (body as { keyId: string }).keyId;
  expect((await fixture.send('DELETE', `/api/keys/${keyId}`, { key: admin })).response.status).toBe(200);
  expect((await fixture.send('GET', '/api/session', { headers: { cookie } })).response.status).toBe(401);
});

test('A session ends after twelve hours', async () => {
  let nowMs = Date.now();
  const fixture = await openFixture({ now: () => nowMs });
  const cookie = await fixture.signIn(await fixture.issue('viewer'));
  nowMs += sessionHours * 3_600_000 - 1;
  expect((await fixture.send('GET', '/api/session', { headers: { cookie } })).response.status).toBe(200);
  nowMs += 1;
  const ended = await fixture.send('GET', '/api/session', { headers: { cookie } });
  expect(ended.body).toMatchObject({ error: { code: 'missing_key', message: expect.stringContaining('session has ended') } });
});

test('No change of a single character leaves a token valid, and another secret\'s token is worth nothing', () => {
  const caller = { tenant: 'default', app: 'default', keyId: 'k_1', role: 'admin' } as const;
  const sessions = createSessions({ secret: new Uint8Array(32).fill(1), callerOf: () => caller });
  const { token } = sessions.issue(caller);
  expect(sessions.read(token)?.caller).toEqual(caller);
  // The last character carries two bits that decoding drops; all others count.
  for (let at = 0; at < token.length - 1; at += 1) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect(sessions.read(changed), `character ${at}`).toBeNull();
  }
  expect(createSessions({ secret: new Uint8Array(32).fill(2), callerOf: () => caller }).read(token)).toBeNull();
  for (const rubbish of ['', '.', '..', 'a.b', 'x'.repeat(5_000)]) expect(sessions.read(rubbish)).toBeNull();
  expect(() => createSessions({ secret: new Uint8Array(16), callerOf: () => caller })).toThrow(RangeError);
});

test.for([
  ['our own page', { 'sec-fetch-site': 'same-origin' }, 201],
  ['the address bar', { 'sec-fetch-site': 'none' }, 201],
  ['a page of our own origin in a browser without sec-fetch-site', { origin: 'https://plimsoll.test' }, 201],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://plimsoll.test' }, 403],
  ['a neighbour on another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['another origin in a browser without sec-fetch-site', { origin: 'https://evil.test' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['nobody knows where', {}, 403],
] as const)('A change made with the cookie from %s is answered as it should be', async ([, headers, expected]) => {
  const fixture = await openFixture();
  const cookie = await fixture.signIn(await fixture.issue('admin'));
  const { response } = await fixture.send('POST', '/api/keys', { body: newKey, headers: { cookie, ...headers } });
  expect(response.status).toBe(expected);
});

test('Another site can neither sign its visitor in nor out', async () => {
  const fixture = await openFixture();
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const key = await fixture.issue('viewer');
  for (const [method, options] of [['POST', { body: { key } }], ['DELETE', {}]] as const) {
    const { response } = await fixture.send(method, '/api/session', { ...options, headers: foreign });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  }
});

test('A key in a header needs no word on where the request comes from', async () => {
  const fixture = await openFixture();
  const { response } = await fixture.send('POST', '/api/keys', { key: await fixture.issue('admin'), body: newKey, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(response.status).toBe(201);
});

test('After ten failed sign-ins none is looked at for the rest of the minute, right or wrong', async () => {
  let nowMs = Date.now();
  const fixture = await openFixture({ now: () => nowMs });
  const key = await fixture.issue('viewer');
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect((await fixture.send('POST', '/api/session', { body: { key: `guess-number-${attempt}` } })).response.status).toBe(401);
  }
  const { response } = await fixture.send('POST', '/api/session', { body: { key } });
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60']);
  nowMs += 60_000;
  expect((await fixture.send('POST', '/api/session', { body: { key } })).response.status).toBe(200);
});
