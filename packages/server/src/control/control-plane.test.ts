import { once } from 'node:events';
import { connect } from 'node:net';
import { errorCatalogue, PlimsollError } from '@plimsoll/contract/errors';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ControlDeps } from './control-deps.ts';
import type { Store } from '../store/store.ts';
import { openControlFixture, type ControlFixture } from './control-plane.fixture.ts';
import { openEmbeddedStore } from './embedded-store.fixture.ts';

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

test('The document is OpenAPI 3.1 and needs no key', async () => {
  const fixture = await openFixture();
  const { response, body } = await fixture.send('GET', '/api/openapi.json');
  expect(response.status).toBe(200);
  expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Plimsoll', version: '0.1.0' } });
});

test('The catalogue is handed out whole', async () => {
  const fixture = await openFixture();
  const { body } = await fixture.send('GET', '/api/errors', { key: await fixture.issue('viewer') });
  expect((body as { errors: { code: string }[] }).errors.map((error) => error.code)).toEqual(Object.keys(errorCatalogue));
});

test('Every reply forbids storing, framing and sniffing, refusals included', async () => {
  const fixture = await openFixture();
  for (const path of ['/api/openapi.json', '/api/keys', '/api/nothing']) {
    const { headers } = (await fixture.send('GET', path)).response;
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain('default-src \'none\'');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});

test.for([
  ['broken JSON', 'POST', '/api/keys', '{"name"', {}, 400, 'invalid_json'],
  ['another type than JSON', 'POST', '/api/keys', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['a body over 64 KiB', 'POST', '/api/keys', `{"name":"${'x'.repeat(65_536)}"}`, {}, 413, 'body_too_large'],
  ['an unknown query', 'GET', '/api/traces?page=2', undefined, {}, 400, 'invalid_request'],
  ['an unknown path', 'GET', '/api/nothing', undefined, {}, 404, 'not_found'],
  ['an unknown method', 'PATCH', '/api/keys', undefined, {}, 405, 'method_not_allowed'],
  ['a trace id that is none', 'GET', '/api/traces/..%2f..%2fkeys', undefined, {}, 404, 'not_found'],
] as const)('Bad input is refused from the catalogue: %s', async ([, method, path, body, headers, status, code]) => {
  const fixture = await openFixture();
  const sent = await fixture.send(method, path, { key: await fixture.issue('admin'), headers, ...(body === undefined ? {} : { body }) });
  expect([sent.response.status, (sent.body as { error: { code: string } }).error.code]).toEqual([status, code]);
  if (status === 405) expect(sent.response.headers.get('allow')).toBe('GET, POST');
  expect(fixture.unexpected).toEqual([]);
});

test('A refused body says what is wrong with which member, and repeats no value', async () => {
  const fixture = await openFixture();
  const { body } = await fixture.send('POST', '/api/keys', { key: await fixture.issue('admin'), body: { name: 7, role: 'plm_secret', nme: 'plm_secret' } });
  expect(body).toMatchObject({ error: { code: 'invalid_request', issues: [{ path: 'name' }, { path: 'role' }, { message: expect.stringContaining('nme') }] } });
  expect(JSON.stringify(body)).not.toContain('plm_secret');
});

test('An exception reaches the log under an id and the caller without its text', async () => {
  const fixture = await openFixture({
    system: () => {
      throw new Error('password=hunter2');
    },
  });
  const { response, body } = await fixture.send('GET', '/api/system', { key: await fixture.issue('viewer') });
  const { requestId, error } = fixture.unexpected[0] ?? { requestId: '', error: null };
  expect(response.status).toBe(500);
  expect(body).toEqual({ error: { code: 'internal', message: `Something went wrong in Plimsoll itself. The log has it under ${requestId}.` } });
  expect(error).toMatchObject({ message: 'password=hunter2' });
});

test('A store that is away or silent is answered with 503, never with 401', async () => {
  const away = await openFixture({ overview: () => Promise.reject(new Error('ECONNREFUSED 10.0.0.7')) });
  const refused = await away.send('GET', '/api/overview', { key: await away.issue('viewer') });
  expect(refused.body).toMatchObject({ error: { code: 'store_unavailable' } });
  expect(JSON.stringify(refused.body)).not.toContain('10.0.0.7');

  const silent = await openFixture({ traces: () => new Promise(() => undefined), storeTimeoutMs: 20 });
  expect((await silent.send('GET', '/api/traces', { key: await silent.issue('viewer') })).response.status).toBe(503);

  const picky = await openFixture({ traces: () => Promise.reject(new PlimsollError('invalid_request', 'No such cursor.')) });
  expect((await picky.send('GET', '/api/traces?cursor=x', { key: await picky.issue('viewer') })).response.status).toBe(400);
});

test('Staff ask the store for all tenants, everybody else for their own alone', async () => {
  const asked: unknown[] = [];
  const fixture = await openFixture({
    traces: (_query, tenant) => Promise.resolve((asked.push(tenant), { traces: [], next: null })),
    trace: (_id, tenant) => Promise.resolve((asked.push(tenant), null)),
  });
  for (const key of [await fixture.issue('viewer'), await fixture.issue('admin', { tenant: 'acme' })]) {
    await fixture.send('GET', '/api/traces', { key });
    await fixture.send('GET', `/api/traces/${'0'.repeat(32)}`, { key });
  }
  expect(asked).toEqual([null, null, 'acme', 'acme']);
});

test('On a real server, a body that stalls is given up, one without a declared length is bounded, and both leave the server well', async () => {
  const fixture = await openFixture({ bodyTimeoutMs: 100 });
  const key = await fixture.issue('admin');
  const { port, origin } = await fixture.listen();

  const raw = async (head: string, body: string): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
    socket.write(`POST /api/keys HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`);
    const [reply] = (await once(socket, 'data')) as [string];
    socket.destroy();
    return reply.split('\r\n')[0] ?? '';
  };
  expect(await raw('content-length: 100', '{"name":')).toBe('HTTP/1.1 408 Request Timeout');
  const chunk = `8000\r\n${' '.repeat(0x8000)}\r\n`;
  expect(await raw('transfer-encoding: chunked', chunk.repeat(3))).toBe('HTTP/1.1 413 Payload Too Large');
  expect((await fetch(`${origin}/api/openapi.json`)).status).toBe(200);
});
