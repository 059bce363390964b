import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CallRecord } from '@plimsoll/contract/call-record';
import { errorCatalogue } from '@plimsoll/contract/errors';
import { noUsage } from '@plimsoll/contract/token-usage';
import { openControlFixture, type ControlFixture } from '@plimsoll/server/control/control-plane.fixture';
import { openEmbeddedStore } from '@plimsoll/server/control/embedded-store.fixture';
import { spooled } from '@plimsoll/server/spool/records.fixture';
import { insertCalls } from '@plimsoll/server/store/calls/insert-calls';
import type { Store } from '@plimsoll/server/store/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = new URL('./main.ts', import.meta.url).pathname;
const traceId = '019aa3f2c1b07e6f9d5c2a4e8b7f6d10';
const laterId = '019aa3f2c1b07e6f9d5c2a4e8b7f6d11';
/** Callers choose the name they ask for: this one would clear the screen and turn the line around. */
const hostileName = 'evil\u001b[2J\u202Emodel';

let store: Store;
let fixture: ControlFixture;
let folder: string;
let url: string;
let adminKey: string;
let viewerKey: string;
let ready = true;

beforeAll(async () => {
  store = await openEmbeddedStore();
  fixture = await openControlFixture(store);
  const calls = [record, { ...record, id: laterId, requestedModel: hostileName, model: null, startedAt: record.startedAt + 1_000, costPicoUsd: '1500000', durationUs: 1_234_500 }];
  await insertCalls(store.db, calls.map(spooled));
  adminKey = await fixture.issue('admin');
  viewerKey = await fixture.issue('viewer');
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-cli-'));
  const address = await fixture.listen((request, response) => {
    if (request.url === '/readyz') response.writeHead(ready ? 200 : 503).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please log in</h1>');
  });
  url = address.origin;
});

afterAll(async () => {
  await fixture.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command as a person would, with nothing else in its environment. */
const plimsoll = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PLIMSOLL_URL: url, PLIMSOLL_KEY: adminKey, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect(err).not.toContain('Warning');
  expect(out + err).not.toContain(adminKey);
  return { code: code as number, out, err };
};

const json = (out: string): Record<string, unknown> => JSON.parse(out) as Record<string, unknown>;

const record: CallRecord = {
  v: 1,
  id: traceId,
  traceId,
  spanId: '0123456789abcdef',
  parentSpanId: null,
  sampled: true,
  // Ids begin with the time of their call.
  startedAt: Number.parseInt(traceId.slice(0, 12), 16),
  operation: 'chat',
  stream: false,
  tenant: 'default',
  app: 'bot',
  keyId: 'k_1',
  user: null,
  feature: null,
  session: null,
  requestedModel: 'default',
  route: 'default',
  model: 'small',
  provider: 'llama.cpp',
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
  usage: { ...noUsage, input: 12_345, output: 67, source: 'provider' },
  costPicoUsd: null,
  priceCertainty: 'unknown',
  attempts: [
    {
      index: 0,
      model: 'small',
      provider: 'llama.cpp',
      upstreamModel: 'feedback.gguf',
      startUs: 5_000,
      durationUs: 5_000,
      outcome: 'ok',
      status: 200,
      errorCode: null,
      usage: { ...noUsage, input: 10, output: 5, source: 'provider' },
      costPicoUsd: null,
      priceCertainty: 'unknown',
      priceSource: null,
      charge: null,
    },
  ],
  stages: [
    { stage: 'record', attempt: null, startUs: 0, durationUs: 10_000 },
    { stage: 'call', attempt: 0, startUs: 5_000, durationUs: 5_000 },
  ],
  versions: { plimsoll: '0.1.0', config: 'c0ffee', prompt: null },
  content: null,
};

describe('Keys', () => {
  test('are created, listed, rotated and revoked, and the secret works until then', async () => {
    const created = await plimsoll(['keys', 'create', '--name', 'support bot', '--role', 'app', '--app', 'bot', '--expires-in-days', '30', '--json']);
    expect(created.code).toBe(0);
    const { key, secret } = json(created.out) as { key: { id: string }; secret: string };
    expect(fixture.table.lookup(secret)).toMatchObject({ caller: { app: 'bot', role: 'app' } });

    const listed = await plimsoll(['keys', 'list']);
    expect(listed.out).toMatch(new RegExp(`^ID +NAME +ROLE .*\n[^]*${key.id} +support bot +app +default +bot +active`));

    const rotated = await plimsoll(['keys', 'rotate', key.id, '--grace-minutes', '0']);
    expect(rotated.out).toMatch(/key +plm_[0-9a-f]{12}_\w+\nThe key is shown this once/);
    expect(fixture.table.lookup(secret)).toEqual({ refused: 'revoked_key' });

    const nextId = /k_[0-9a-f]{12}/.exec(rotated.out)?.[0] ?? '';
    const revoked = await plimsoll(['keys', 'revoke', nextId, '--json']);
    expect([revoked.code, json(revoked.out).key]).toEqual([0, expect.objectContaining({ id: nextId, state: 'revoked' })]);
    expect((await plimsoll(['keys', 'revoke', 'k_000000000000'])).code).toBe(1);
  });

  test('are for admins: another role is told so and the command fails', async () => {
    const { code, out, err } = await plimsoll(['keys', 'list'], { PLIMSOLL_KEY: viewerKey });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('It takes one of the roles admin; this key has viewer.');
  });

  test('PLIMSOLL_ADMIN_KEY is used where PLIMSOLL_KEY is not set, and without either the command says what to set', async () => {
    expect((await plimsoll(['keys', 'list'], { PLIMSOLL_KEY: '', PLIMSOLL_ADMIN_KEY: adminKey })).code).toBe(0);
    const { code, err } = await plimsoll(['keys', 'list'], { PLIMSOLL_KEY: '' });
    expect([code, err]).toEqual([1, expect.stringContaining('Set PLIMSOLL_KEY to a key')]);
  });
});

describe('Traces', () => {
  test('are listed in aligned columns, with control characters made harmless and the next page named', async () => {
    const { code, out } = await plimsoll(['traces', 'list', '--limit', '1']);
    expect(code).toBe(0);
    const [heading = '', line = ''] = out.split('\n');
    expect(line).toContain('evil\uFFFD[2J\uFFFDmodel');
    expect(line).toMatch(/12,345 +67 +\$0\.0000015 +1\.23 s$/);
    expect(line.length).toBe(heading.length);
    const next = /--cursor (\S+)/.exec(out)?.[1] ?? '';
    expect((await plimsoll(['traces', 'list', '--cursor', next])).out).toContain(traceId);
    expect((await plimsoll(['traces', 'list', '--outcome', 'error'])).out).toBe('No calls found.\n');
  });

  test('show draws the way through the stages', async () => {
    const { code, out } = await plimsoll(['traces', 'show', traceId]);
    expect(code).toBe(0);
    expect(out).toMatch(/^record {3}█+ {2}10\.0 ms$/m);
    expect(out).toMatch(/^call #1 {2}(·+)(█+) {3}5\.0 ms$/m);
    expect(out).toContain('cost         unknown (unknown)');
    expect(json((await plimsoll(['traces', 'show', traceId, '--json'])).out)).toEqual({ record: JSON.parse(JSON.stringify(record)) });
    expect((await plimsoll(['traces', 'show', 'f'.repeat(32)])).code).toBe(1);
  });
});

describe('The server', () => {
  test('status passes when it is ready and fails when it is not', async () => {
    expect(json((await plimsoll(['status', '--json'])).out)).toMatchObject({ ok: true, ready: true, system: { service: 'feedback' } });
    ready = false;
    const { code, out } = await plimsoll(['status']);
    ready = true;
    expect([code, out]).toEqual([1, expect.stringMatching(/^ready +no$/m)]);
  });

  test('models and openapi say what is served', async () => {
    expect((await plimsoll(['models'])).out).toMatch(/small +llama\.cpp +feedback\.gguf +here +chat, messages +unknown\n\nROUTE +TRIES\ndefault +small/);
    expect(json((await plimsoll(['openapi'], { PLIMSOLL_KEY: '' })).out)).toHaveProperty('openapi', '3.1.0');
  });

  test('that cannot be reached ends the command with 4 and what to do', async () => {
    const { code, err } = await plimsoll(['models', '--url', 'http://127.0.0.1:1']);
    expect([code, err]).toEqual([4, expect.stringMatching(/cannot be reached\. Start it with `plimsoll start`/)]);
    const machine = await plimsoll(['models', '--json', '--url', 'http://127.0.0.1:1']);
    expect(json(machine.err)).toEqual({ error: { code: null, message: expect.stringContaining('cannot be reached') } });
  });

  test('that is something else ends the command with 4', async () => {
    const { code, err } = await plimsoll(['models', '--url', `${url}/portal/`]);
    expect([code, err]).toEqual([4, expect.stringContaining('is not Plimsoll')]);
  });
});

describe('A plimsoll.yaml', () => {
  test('that is right passes, that is wrong fails with the line, and that is missing is a usage error', async () => {
    const right = join(folder, 'right.yaml');
    const wrong = join(folder, 'wrong.yaml');
    const file = 'service: triage\nmodels:\n  small: { provider: openai, model: gpt-5, key: env:OPENAI_API_KEY }\n';
    await writeFile(right, file);
    await writeFile(wrong, file.replace('models:', 'modles:'));
    expect(await plimsoll(['config', 'check', right])).toMatchObject({ code: 0, out: expect.stringContaining('ok, service triage, 1 models') });
    const refused = await plimsoll(['config', 'check', wrong]);
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/wrong\.yaml:2:1 .*models/)]);
    expect(json((await plimsoll(['config', 'check', wrong, '--json'])).out)).toMatchObject({ ok: false, problems: expect.arrayContaining([expect.objectContaining({ line: 2 })]) });
    expect((await plimsoll(['config', 'check', join(folder, 'missing.yaml')])).code).toBe(2);
  });
});

describe('The command line', () => {
  test('the error catalogue needs no server', async () => {
    const { out } = await plimsoll(['errors', '--json'], { PLIMSOLL_URL: 'http://127.0.0.1:1' });
    expect((json(out).errors as { code: string }[]).map((error) => error.code)).toEqual(Object.keys(errorCatalogue));
    expect((await plimsoll(['errors', 'model_crashed'])).out).toMatch(/^what to do +It is started again/m);
    expect((await plimsoll(['errors', 'nonsense'])).code).toBe(2);
  });

  test.for([
    [['traces', 'lst'], 'Did you mean list?'],
    [['keys', 'create', '--name', 'x', '--role', 'owner'], 'Allowed choices are admin, operator, viewer, app'],
    [['keys', 'create', '--name', 'x'], '--role'],
    [['traces', 'list', '--limit', '1000'], 'whole number from 1 to 200'],
    [['traces', 'list', '--from', 'yesterday'], 'a moment like'],
    [['models', '--url', 'ftp://example.org'], 'Not an http or https address'],
    [['models', '--url', 'http://me:secret@example.org'], 'must not hold a user'],
    [['keys', 'rotate'], 'missing required argument'],
  ] as const)('a mistake is a usage error that says what is right: %j', async ([args, hint]) => {
    const { code, out, err } = await plimsoll(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(hint);
  });

  test('help is there for every verb, with an example', async () => {
    for (const args of [[], ['keys'], ['keys', 'create'], ['traces', 'show'], ['start']]) {
      const { code, out } = await plimsoll([...args, '--help']);
      expect([code, out]).toEqual([0, expect.stringMatching(/Examples?:\n {2}\$ plimsoll /)]);
      expect(out).toContain('--json');
    }
  });

  test('colours appear in no pipe, not even when nothing forbids them', async () => {
    const { out } = await plimsoll(['status'], { TERM: 'xterm-256color' });
    expect(out).not.toContain('\u001b');
  });
});

describe('Spend', () => {
  /** When the calls above were made. */
  const window = ['--from', '2025-11-20T00:00:00Z', '--to', '2025-11-23T00:00:00Z'];

  test('by a dimension, as a table and as JSON, with what callers named made fit to print', async () => {
    const { code, out } = await plimsoll(['spend', 'by', 'app', ...window]);
    expect(code).toBe(0);
    expect(out).toMatch(/APP\s+COST\s+REQUESTS\s+TO THE CLOUD/);
    expect(out).toMatch(/bot\s+\$0\.0000015\s+2/);
    expect(json((await plimsoll(['spend', 'by', 'app', '--json', ...window])).out)).toMatchObject({ by: 'app', total: { requests: 2 } });
    expect((await plimsoll(['spend', 'by', 'colour'])).code).toBe(2);
  });

  test('exported as CSV, which is a file and nothing else', async () => {
    const { code, out } = await plimsoll(['spend', 'export', '--by', 'tenant,app', ...window]);
    expect(code).toBe(0);
    const [head, first] = out.split('\r\n');
    expect(head).toBe('ChargePeriodStart,BillingCurrency,BilledCost,ConsumedQuantity,ConsumedUnit,x_tenant,x_app,x_requests,x_cloudRequests,x_cacheHits,x_inputTokens,x_cachedInputTokens,x_outputTokens,x_unpriced');
    expect(first).toMatch(/^2025-11-2\d,USD,0\.0000015,\d+,Tokens,default,bot,2,/);
  });

  test('what could be saved says so even where nothing stands out', async () => {
    expect((await plimsoll(['spend', 'avoidable', ...window])).out).toContain('Nothing stands out');
  });

  test('budgets are set, listed and taken back; a viewer may only look', async () => {
    const set = await plimsoll(['budgets', 'set', 'trial', '--usd', '2.50', '--per', 'day', '--feature', 'trial', '--observe']);
    expect(set).toMatchObject({ code: 0, out: 'Budget "trial" is in force: 2.50 USD per day, only observed.\n' });
    expect((await plimsoll(['budgets', 'list'])).out).toMatch(/trial\s+2\.50\s+day\s+–\s+trial\s+observe\s+api/);
    expect((await plimsoll(['spend'])).code).toBe(0);
    expect((await plimsoll(['budgets', 'set', 'trial', '--usd', '9', '--per', 'day'], { PLIMSOLL_KEY: viewerKey })).code).toBe(1);
    expect((await plimsoll(['budgets', 'set', 'trial', '--usd', 'much', '--per', 'day'])).code).toBe(2);
    expect((await plimsoll(['budgets', 'revert', 'trial'])).code).toBe(0);
    expect((await plimsoll(['budgets', 'revert', 'trial'])).code).toBe(1);
  });
});

describe('Limits, cache and batches', () => {
  test('are shown, and say what is missing', async () => {
    expect((await plimsoll(['limits'])).out).toContain('Each server counts for itself.');
    expect((await plimsoll(['cache'])).out).toContain('Nothing is cached.');
    expect(json((await plimsoll(['cache', 'forget', '--tag', 'x', '--json'])).out)).toEqual({ forgotten: 0 });
    expect(json((await plimsoll(['limits', '--json'])).out)).toEqual({ sharing: null, limits: [] });
  });
});
