/**
 * Everything a caller, a provider or an operator can get wrong: each ends in one clear error in the caller's own protocol.
 */
import { request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { freePort } from '@plimsoll/testkit/free-port';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedKey } from '@plimsoll/contract/api/keys';
import { adminKey, appKey, spawnPlimsoll, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

const providerSecret = 'sk-provider-secret-that-must-not-leak';
let upstream: SimulatedServer;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

/** One for each fault: a model that fails again and again is left alone, and these are to fail. */
const untouched = Array.from({ length: 24 }, (_, index) => `gpt-${index}`);
const untouchedModel = (): string => untouched.pop() ?? 'none is left';

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer();
  const nobody = await freePort();
  server = await startPlimsoll({
    dataDir: folder.path,
    env: { PROVIDER_SECRET: providerSecret },
    config: `
service: bad-input
models:
  gpt: { provider: openai, model: gpt, base_url: "${upstream.openAiUrl}", key: env:PROVIDER_SECRET, timeout_ms: 700 }
  down: { provider: openai, model: gpt, base_url: "http://127.0.0.1:${nobody}/v1", key: env:PROVIDER_SECRET }
${untouched.map((name) => `  ${name}: { provider: openai, model: gpt, base_url: "${upstream.openAiUrl}", key: env:PROVIDER_SECRET, timeout_ms: 700 }`).join('\n')}
server: { max_body_mb: 8 }
`,
  });
});

afterAll(async () => {
  await server?.stop();
  await upstream?.close();
  await folder?.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Answer> => {
  const reply = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
};

const chat = (behaviour: object = {}, more: object = {}): string =>
  JSON.stringify({ model: 'gpt', messages: [{ role: 'user', content: `simulate:${JSON.stringify(behaviour)}` }], ...more });
const message = (behaviour: object = {}, more: object = {}): string => chat(behaviour, { max_tokens: 20, ...more });

/** Both protocols get the same fault; each error must have its protocol's shape and give nothing away. */
const expectError = (path: string, answer: Pick<Answer, 'status' | 'text'>, status: number, code: string): void => {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  const body = JSON.parse(answer.text);
  if (path === '/v1/messages') expect(body).toMatchObject({ type: 'error', error: { type: expect.any(String), message: expect.any(String), code } });
  else expect(body).toMatchObject({ error: { message: expect.any(String), type: expect.any(String), code } });
  for (const secret of [providerSecret, adminKey, appKey, 'node_modules', '/packages/', '<html', '127.0.0.1']) expect(answer.text).not.toContain(secret);
};

describe.each(['/v1/chat/completions', '/v1/messages'])('%s', (path) => {
  const body = path === '/v1/messages' ? message : chat;

  test.each([
    ['no key', { authorization: '' }, 401, 'missing_key'],
    ['a wrong key', { authorization: 'Bearer not-a-key-of-this-server' }, 401, 'invalid_key'],
    ['a key in the other header', { authorization: '', 'x-api-key': 'plm_nonsense' }, 401, 'invalid_key'],
    ['no JSON by its content type', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ])('%s', async (_what, headers, status, code) => {
    expectError(path, await post(path, body(), headers), status, code);
  });

  test('a revoked key', async () => {
    const admin = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const created = (await (await fetch(`${server.url}/api/keys`, { method: 'POST', headers: admin, body: JSON.stringify({ name: 'short-lived', role: 'app' }) })).json()) as CreatedKey;
    expect((await post(path, body(), { authorization: `Bearer ${created.secret}` })).status).toBe(200);
    await fetch(`${server.url}/api/keys/${created.key.id}`, { method: 'DELETE', headers: admin });
    expectError(path, await post(path, body(), { authorization: `Bearer ${created.secret}` }), 401, 'revoked_key');
  });

  test.each([
    ['malformed', '{"model": "gpt",, }', 400, 'invalid_json'],
    ['truncated', '{"model":"gpt","messages":[{"role":"user","content":"he', 400, 'invalid_json'],
    ['empty', '', 400, 'invalid_json'],
    ['deep', `{"model":"gpt","max_tokens":5,"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'too_deep'],
    ['without messages', '{"model":"gpt","max_tokens":5}', 400, 'invalid_request'],
    ['for an unknown model', '{"model":"gtp","max_tokens":5,"messages":[{"role":"user","content":"x"}]}', 404, 'model_not_found'],
  ])('a body that is %s', async (_what, text, status, code) => {
    expectError(path, await post(path, text), status, code);
  });

  test('a body of 50 MB, declared or not', async () => {
    expectError(path, await post(path, new Uint8Array(50 * 1024 * 1024).fill(0x20)), 413, 'body_too_large');
    const answer = await new Promise<Pick<Answer, 'status' | 'text'>>((resolve, reject) => {
      const sending = request(`${server.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' } }, (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
      });
      sending.on('error', reject);
      const piece = Buffer.alloc(1024 * 1024, 0x20);
      for (let sent = 0; sent < 10; sent++) sending.write(piece);
    });
    expectError(path, answer, 413, 'body_too_large');
  });

  test.each([
    ['down', {}, 'down', 502, 'provider_refused'],
    ['slow', { latencyMs: 5000 }, 'gpt', 504, 'provider_timeout'],
    ['answering HTML', { html: true }, 'gpt', 502, 'provider_invalid_reply'],
    ['answering an HTML error', { html: true, status: 503 }, 'gpt', 502, 'provider_failed'],
    ['answering half a JSON', { malformed: true }, 'gpt', 502, 'provider_invalid_reply'],
    ['closing before its answer', { drop: 'before-headers' }, 'gpt', 502, 'provider_refused'],
    ['closing in its answer', { drop: 'mid-body', tokens: 200 }, 'gpt', 502, 'provider_closed'],
    ['failing', { status: 500 }, 'gpt', 502, 'provider_failed'],
    ['refusing our key', { status: 401 }, 'gpt', 502, 'provider_credentials'],
    ['limiting us', { status: 429, retryAfter: '30' }, 'gpt', 429, 'provider_rate_limited'],
  ])('a provider that is %s', async (_what, behaviour, model, status, code) => {
    const answer = await post(path, body(behaviour, { model: model === 'gpt' ? untouchedModel() : model }));
    expectError(path, answer, status, code);
    if (code === 'provider_rate_limited') expect(answer.headers.get('retry-after')).toBe('30');
  });

  test.each([
    ['closes in mid-stream', { tokens: 50, drop: 10 }, 'provider_closed'],
    ['falls silent in mid-stream', { tokens: 50, stall: { at: 10, ms: null } }, 'provider_timeout'],
  ])('a provider that %s ends the stream with one well-formed error event', async (_what, behaviour, code) => {
    const answer = await post(path, body(behaviour, { stream: true, model: untouchedModel() }));
    expect(answer.status).toBe(200);
    const events = answer.text.trimEnd().split('\n\n');
    const data = events.map((event) => event.split('\n').find((line) => line.startsWith('data: '))?.slice(6) ?? 'none');
    expect(data.length).toBeGreaterThan(5);
    for (const line of data) JSON.parse(line);
    expect(data.filter((line) => line.includes('"error"'))).toHaveLength(1);
    const last = JSON.parse(data.at(-1) ?? '{}');
    expect(last.error.code).toBe(code);
    if (path === '/v1/messages') expect(events.at(-1)).toMatch(/^event: error\n/);
    expect(answer.text).not.toContain('[DONE]');
  });
});

describe('other paths', () => {
  test.each([
    ['GET', '/v1/chat/completions', 405, 'method_not_allowed'],
    ['GET', '/v1/nothing', 404, 'not_found'],
    ['DELETE', '/v1/models', 405, 'method_not_allowed'],
    ['GET', '/v1/models/%E0%A4%A', 404, 'not_found'],
  ])('%s %s', async (method, path, status, code) => {
    const reply = await fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${appKey}` } });
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ error: { code } });
  });

  test('every path of the data plane that the OpenAPI document describes is served, and to nobody without a key', async () => {
    const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
    const described = Object.entries(paths).filter(([path]) => path.startsWith('/v1/'));
    expect(described.map(([path]) => path)).toEqual([
      '/v1/chat/completions',
      '/v1/messages',
      '/v1/embeddings',
      '/v1/models',
      '/v1/models/{model}',
      '/v1/files',
      '/v1/files/{file}',
      '/v1/files/{file}/content',
      '/v1/batches',
      '/v1/batches/{batch}',
      '/v1/batches/{batch}/cancel',
    ]);
    for (const [path, methods] of described) {
      for (const method of Object.keys(methods)) {
        const reply = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, 'gpt')}`, { method: method.toUpperCase() });
        expect({ path, method, status: reply.status }).toEqual({ path, method, status: 401 });
      }
    }
  });

  test('bytes that are no HTTP close the connection without a word about us', async () => {
    const { connect } = await import('node:net');
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('\x16\x03\x01 not http\r\n\r\n');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe('plimsoll.yaml', () => {
  test('a wrong file is refused with line, reason and nearest spelling', async () => {
    const other = await temporaryFolder();
    const bad = await spawnPlimsoll({
      dataDir: other.path,
      config: 'service: bad\nmodels:\n  gpt: { provider: openai, modle: gpt-5 }\n  big: { provider: opnai }\nroutes:\n  default: { try: [gptt] }\nevals: ./evals\n',
    });
    expect(await bad.ended).toBe(1);
    const said = bad.output();
    expect(said).toMatch(/plimsoll\.yaml:3:\d+ .*modle.*did you mean `model`/);
    expect(said).toMatch(/plimsoll\.yaml:4:\d+ .*provider.*did you mean `openai`/);
    expect(said).toMatch(/plimsoll\.yaml:6:\d+ .*try.*did you mean `gpt`/);
    expect(said).toMatch(/plimsoll\.yaml:7:\d+ .*evals.*not supported/);
    await other.remove();
  });

  test('a secret that is not set is named, and a literal one is refused without being repeated', async () => {
    const other = await temporaryFolder();
    const config = (key: string): string => `service: bad\nmodels:\n  gpt: { provider: openai, key: ${key} }\n`;
    const unset = await spawnPlimsoll({ dataDir: other.path, config: config('env:NOT_SET_ANYWHERE') });
    expect(await unset.ended).toBe(1);
    expect(unset.output()).toContain('NOT_SET_ANYWHERE');
    const literal = await spawnPlimsoll({ dataDir: other.path, config: config('sk-live-0123456789') });
    expect(await literal.ended).toBe(1);
    expect(literal.output()).not.toContain('sk-live-0123456789');
    expect(literal.output()).toMatch(/env:NAME/);
    await other.remove();
  });

  test('a port in use is said in plain words', async () => {
    const other = await temporaryFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const second = await spawnPlimsoll({ dataDir: other.path, port, config: null });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`port ${port} is in use`);
    taken.close();
    await other.remove();
  });
});
