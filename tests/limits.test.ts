/** Limits on real servers, with the official client: what a replica lets through, another counts. */
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { startRedisServer, type RedisServer } from '@plimsoll/testkit/redis-server';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adminKey, appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let upstream: SimulatedServer;
let valkey: RedisServer;
const servers: PlimsollProcess[] = [];
const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = [];

beforeAll(async () => {
  upstream = await createSimulatedServer({ behaviour: { tokens: 5 } });
  valkey = await startRedisServer();
  for (let replica = 0; replica < 2; replica += 1) {
    const folder = await temporaryFolder();
    folders.push(folder);
    servers.push(
      await startPlimsoll({
        dataDir: folder.path,
        env: { VALKEY_URL: valkey.url },
        config: `
service: limits-test
models:
  sim: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
  dear: { provider: openai, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 3 } }
routes:
  mixed: { try: [dear], fallback: [sim] }
limits:
  each: { per: user, requests_per_minute: 20 }
  dear: { per: user, at: dear, requests_per_minute: 4 }
`,
      }),
    );
  }
}, 60_000);
afterAll(async () => {
  for (const server of servers) await server.stop();
  await valkey?.stop();
  await upstream?.close();
  for (const folder of folders) await folder.remove();
});

const clients = (user: string): readonly OpenAI[] => servers.map(({ url }) => new OpenAI({ baseURL: `${url}/v1`, apiKey: appKey, maxRetries: 0, defaultHeaders: { 'x-plimsoll-user': user } }));

const ask = async (client: OpenAI | undefined): Promise<{ readonly status: number; readonly headers: Headers }> => {
  if (client === undefined) throw new Error('no such replica');
  try {
    const { response } = await client.chat.completions.create({ model: 'sim', messages: [{ role: 'user', content: 'hello' }] }).withResponse();
    return { status: response.status, headers: response.headers };
  } catch (error) {
    if (error instanceof APIError && error.status !== undefined && error.headers !== undefined) return { status: error.status, headers: error.headers };
    throw error;
  }
};

const sharing = async (server: PlimsollProcess | undefined): Promise<unknown> => {
  const reply = await fetch(`${server?.url}/api/limits`, { headers: { authorization: `Bearer ${adminKey}` } });
  return ((await reply.json()) as { sharing: unknown }).sharing;
};

test('attempts at one model are counted by all servers together, and what is too much goes to the next candidate', async () => {
  const models: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    for (const client of clients('linus')) {
      const { response } = await client.chat.completions.create({ model: 'mixed', messages: [{ role: 'user', content: 'hello' }] }).withResponse();
      models.push(response.headers.get('x-plimsoll-model') ?? '');
    }
  }
  expect(models).toEqual(['dear', 'dear', 'dear', 'dear', 'sim', 'sim']);
});

test('two servers let through what one may, refusals carry what is left, and without Valkey each counts its share', async () => {
  const both = clients('ada');
  const startedMs = performance.now();
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(both[index % 2])));
  const through = answers.filter(({ status }) => status === 200).length;
  expect(through).toBeGreaterThanOrEqual(20);
  // One more may pass every three seconds, and a busy machine takes its time.
  expect(through).toBeLessThanOrEqual(20 + Math.floor((performance.now() - startedMs) / 3_000));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers.get('x-ratelimit-limit-requests')).toBe('20');
  expect(refused?.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  await vi.waitFor(async () => expect(await sharing(servers[0])).toEqual({ shared: true, replicas: 2 }), { timeout: 10_000, interval: 200 });
  await vi.waitFor(async () => expect(await sharing(servers[1])).toEqual({ shared: true, replicas: 2 }), { timeout: 10_000, interval: 200 });

  await valkey.kill();
  const alone = clients('bob');
  const later = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(alone[index % 2])));
  expect(later.filter(({ status }) => status === 200).length).toBe(20);
  expect(await sharing(servers[0])).toEqual({ shared: false, replicas: 2 });
  expect(servers[0]?.output()).toContain('a share of 1/2 of each limit');

  await valkey.start();
  await vi.waitFor(async () => expect(await sharing(servers[0])).toMatchObject({ shared: true }), { timeout: 10_000, interval: 200 });
}, 60_000);
