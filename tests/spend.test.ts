/**
 * Budgets on real servers. The titles name what users of today's systems complain about.
 */
import { startPostgresServer, skipsPostgres } from '@plimsoll/testkit/postgres-server';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TracesPage } from '@plimsoll/contract/api/traces';
import { appKey, eventually, readApi, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

const tokens = 10;
/** By the simulated provider's rates, which are those of the configuration. */
const costOf = (upstream: SimulatedServer): bigint => BigInt(upstream.ledger.totals().costPicoUsd);

const configFor = (upstream: SimulatedServer, spend: string): string => `
service: spend-test
models:
  sim: { provider: openai, model: gpt-5-sim, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
spend: ${spend}
`;

const ask = (url: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'sim', max_tokens: tokens, messages: [{ role: 'user', content: 'How high is the tide today?' }], ...more }),
  });

const statusOf = async (reply: Promise<Response>): Promise<number> => {
  const { status, body } = await reply;
  await body?.cancel();
  return status;
};

const records = async (server: PlimsollProcess): Promise<TracesPage['traces']> => (await readApi<TracesPage>(server, '/api/traces?limit=100')).traces;

let upstream: SimulatedServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  upstream = await createSimulatedServer();
});
afterAll(async () => upstream.close());
beforeEach(async () => {
  upstream.behave({ tokens, latencyMs: 0, tokensPerSecond: 0, usage: true });
  upstream.ledger.clear();
  folder = await temporaryFolder();
  return folder.remove;
});

test('budgets: check-then-spend races overspend nothing, and the limit bites on the very request that would pass it', { timeout: 60_000 }, async () => {
  upstream.behave({ latencyMs: 200 });
  // One call costs about 37 millionths of a dollar.
  const server = await startPlimsoll({ dataDir: folder.path, config: configFor(upstream, '{ monthly_usd: 0.0004 }') });
  try {
    const statuses = await Promise.all(Array.from({ length: 60 }, () => statusOf(ask(server.url))));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(costOf(upstream)).toBeLessThanOrEqual(400_000_000n);
    expect(costOf(upstream)).toBeGreaterThan(300_000_000n);
    const refused = await ask(server.url, { max_tokens: 4000 });
    expect(await refused.json()).toMatchObject({ error: { type: 'insufficient_quota', code: 'budget_exceeded', message: expect.stringMatching(/Budget "monthly": 0.0004 US dollars per month. It begins anew at \d{4}-\d\d-01T00:00/) } });
  } finally {
    await server.stop();
  }
});

test('billing: spend that waits to be written is not lost on SIGTERM, and a start after kill -9 knows what was spent', { timeout: 90_000 }, async () => {
  const config = configFor(upstream, '{ budgets: { all: { usd: 0.0004, per: total } } }');
  let server = await startPlimsoll({ dataDir: folder.path, config });
  for (let call = 0; call < 3; call += 1) expect(await statusOf(ask(server.url))).toBe(200);
  await server.stop();
  server = await startPlimsoll({ dataDir: folder.path, config });
  for (let call = 0; call < 3; call += 1) expect(await statusOf(ask(server.url))).toBe(200);
  server.kill('SIGKILL');
  await server.ended;
  server = await startPlimsoll({ dataDir: folder.path, config });
  try {
    expect(await eventually(async () => {
      const found = await records(server);
      expect(found).toHaveLength(6);
      return found.length;
    })).toBe(6);
    let calls = 6;
    while (calls < 40 && (await statusOf(ask(server.url))) === 200) calls += 1;
    expect(costOf(upstream)).toBeLessThanOrEqual(400_000_000n);
    expect(costOf(upstream)).toBeGreaterThan(360_000_000n);
  } finally {
    await server.stop();
  }
});

test('billing: a client that disconnects in the middle of a stream is billed for what was produced, streams without usage are counted', { timeout: 60_000 }, async () => {
  upstream.behave({ tokens: 200, tokensPerSecond: 200, usage: false });
  const server = await startPlimsoll({ dataDir: folder.path, config: configFor(upstream, '{ monthly_usd: 1 }') });
  try {
    const leaving = new AbortController();
    const reply = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'sim', stream: true, max_tokens: 200, messages: [{ role: 'user', content: 'Go on and on' }] }),
    });
    await reply.body?.getReader().read();
    await new Promise((resolve) => setTimeout(resolve, 200));
    leaving.abort();
    const [left] = await eventually(async () => {
      const found = await records(server);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(left).toMatchObject({ outcome: 'abandoned', priceCertainty: 'estimated' });
    expect(BigInt(left?.costPicoUsd ?? '0')).toBeGreaterThan(10_000_000n);
  } finally {
    await server.stop();
  }
});

describe.skipIf(skipsPostgres())('with PostgreSQL', () => {
  test('while the database is away, calls go on out of the lease and end with it; money fails closed', { timeout: 90_000 }, async () => {
    const postgres = await startPostgresServer();
    const server = await startPlimsoll({
      dataDir: folder.path,
      config: configFor(upstream, '{ budgets: { all: { usd: 0.04, per: total } } }'),
      env: { DATABASE_URL: postgres.url(await postgres.createDatabase()) },
    });
    try {
      expect(await statusOf(ask(server.url))).toBe(200);
      await postgres.stop();
      const statuses: number[] = [];
      while (statuses.length < 60 && statuses.at(-1) !== 503) statuses.push(await statusOf(ask(server.url)));
      // A lease is a hundredth of the cap: about ten calls.
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(3);
      expect(statuses.at(-1)).toBe(503);
      expect(costOf(upstream)).toBeLessThan(4_000_000_000n);
    } finally {
      server.kill('SIGKILL');
      await server.ended;
    }
  });
});
