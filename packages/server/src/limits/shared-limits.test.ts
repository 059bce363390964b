import { limitConfig } from '@plimsoll/contract/config/limits-config';
import type { Admission, Refusal } from '@plimsoll/engine/limits/limiter';
import type { Asker } from '@plimsoll/engine/limits/rule-subject';
import { startRedisServer, type RedisServer } from '@plimsoll/testkit/redis-server';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { SharedLimits } from './shared-limits.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

const opened: SharedLimits[] = [];
let rulesMade = 0;
afterEach(async () => {
  server.thaw();
  await server.start().catch(() => undefined);
  for (const limits of opened.splice(0)) await limits.close();
});

/** Replicas of one service; rules have a name of their own in each test. */
const replicas = async (count: number, settings: Record<string, unknown>, timings = {}): Promise<{ readonly all: readonly SharedLimits[]; readonly logged: string[] }> => {
  rulesMade += 1;
  const logged: string[] = [];
  const rules = { [`rule-${rulesMade}`]: limitConfig.parse({ per: 'key', ...settings }) };
  const all = Array.from({ length: count }, () => new SharedLimits({ rules, url: server.url, log: (message) => logged.push(message), timings: { answerMs: 100, leaseMs: 600, renewMs: 100, ...timings } }));
  opened.push(...all);
  for (const limits of all) await limits.open();
  return { all, logged };
};

const asker = (changes: Partial<Asker> = {}): Asker => ({ key: 'k_1', user: 'ada', app: 'shop', tenant: 'acme', model: 'small', at: null, ...changes });
const admit = async (limits: SharedLimits | undefined, who: Asker = asker(), tokens = 1, stream = false): Promise<Admission | Refusal> => {
  if (limits === undefined) throw new Error('no such replica');
  return limits.admit(who, tokens, stream);
};
const passes = (answer: Admission | Refusal): answer is Admission => !('rule' in answer);

test('three replicas together let through no more than the limit, however they are asked', async () => {
  const { all } = await replicas(3, { requests_per_minute: 60 });
  const answers = await Promise.all(Array.from({ length: 300 }, async (_, index) => admit(all[index % 3])));
  expect(answers.filter(passes).length).toBe(60);
  const refusal = answers.find((answer) => !passes(answer));
  expect(refusal).toMatchObject({ limit: '60 requests per minute', requests: { limit: 60, remaining: 0 } });
  expect(refusal).toSatisfy((one: Refusal) => one.retryAfterMs > 500 && one.retryAfterMs <= 1_100);
  expect(passes(await admit(all[0], asker({ key: 'k_2' })))).toBe(true);
});

test('tokens are made good by whichever replica answered, and slots are given back', async () => {
  const { all } = await replicas(2, { tokens_per_minute: 1_000, concurrent: 2 });
  const first = await admit(all[0], asker(), 900);
  const second = await admit(all[1], asker(), 50);
  expect([first, second].every(passes)).toBe(true);
  expect(await admit(all[1], asker(), 10)).toMatchObject({ limit: '2 at a time' });
  if (passes(first)) first.settle(100);
  await vi.waitFor(async () => expect(passes(await admit(all[1], asker(), 700))).toBe(true));
  expect(await admit(all[0], asker(), 10)).toMatchObject({ limit: '2 at a time' });
});

test('limits: a replica that crashed leaks no slot, and one that lives keeps its own', async () => {
  const { all } = await replicas(2, { concurrent_streams: 1 });
  const [dead, alive] = all;
  expect(passes(await admit(dead, asker(), 1, true))).toBe(true);
  await sleep(1_000);
  expect(passes(await admit(alive, asker(), 1, true))).toBe(false);
  await dead?.close();
  await vi.waitFor(async () => expect(passes(await admit(alive, asker(), 1, true))).toBe(true), { timeout: 3_000, interval: 50 });
});

test('limits: Valkey gone is not a limit gone: each replica counts its share, answers in time, and they count together again', async () => {
  const { all, logged } = await replicas(3, { requests_per_minute: 30 });
  await vi.waitFor(() => expect(all.every((limits) => limits.sharing().replicas === 3)).toBe(true));
  server.freeze();
  const startedMs = performance.now();
  const frozen = await Promise.all(Array.from({ length: 150 }, async (_, index) => admit(all[index % 3])));
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  expect(frozen.filter(passes).length).toBe(30);
  expect(all.map((limits) => limits.sharing().shared)).toEqual([false, false, false]);
  expect(logged.filter((line) => line.includes('a share of 1/3')).length).toBe(3);
  server.thaw();
  await vi.waitFor(() => expect(all.every((limits) => limits.sharing().shared)).toBe(true), { timeout: 5_000 });
  expect(logged.filter((line) => line.includes('count together')).length).toBe(3);
});

test('a Valkey that was started anew knows nothing: slots under way are told to it again', async () => {
  const { all } = await replicas(2, { concurrent: 1 });
  const [one, other] = all;
  expect(passes(await admit(one))).toBe(true);
  await server.kill();
  await vi.waitFor(() => expect(all.every((limits) => !limits.sharing().shared)).toBe(true), { timeout: 3_000 });
  await server.start();
  await vi.waitFor(() => expect(all.every((limits) => limits.sharing().shared)).toBe(true), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await admit(other)).toMatchObject({ limit: '1 at a time' }), { timeout: 2_000 });
});

test('a server that is not there at the start does not keep requests waiting or let them through unlimited', async () => {
  const logged: string[] = [];
  const limits = new SharedLimits({ rules: { each: limitConfig.parse({ per: 'key', requests_per_minute: 2 }) }, url: '/nowhere/at/all', log: (message) => logged.push(message) });
  opened.push(limits);
  await limits.open();
  const answers = [await admit(limits), await admit(limits), await admit(limits)];
  expect(answers.map(passes)).toEqual([true, true, false]);
  expect(limits.sharing()).toEqual({ shared: false, replicas: 1 });
  expect(logged).toEqual(['limits: Valkey does not answer; until it does, this replica counts for itself, all of each limit']);
});

test('limits: a Valkey that comes and goes opens no limit: what passed together counts in each share', async () => {
  const { all } = await replicas(1, { requests_per_minute: 20 }, { renewMs: 50 });
  const [one] = all;
  let passed = 0;
  for (let turn = 0; turn < 4; turn += 1) {
    for (let request = 0; request < 30; request += 1) if (passes(await admit(one))) passed += 1;
    server.freeze();
    for (let request = 0; request < 30; request += 1) if (passes(await admit(one))) passed += 1;
    server.thaw();
    await vi.waitFor(() => expect(one?.sharing().shared).toBe(true), { timeout: 5_000 });
  }
  // A minute's worth, and what fills in a few seconds.
  expect(passed).toBeLessThanOrEqual(24);
});

test('a peer that fell silent is left for a new connection', async () => {
  const sockets = new Set<Socket>();
  const between = createServer((client) => {
    const far = connect(server.url);
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (data) => void far.write(data));
    far.on('data', (data) => void (!silentSockets.has(client) && client.write(data)));
  });
  const silentSockets = new Set<Socket>();
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  const address = between.address();
  const limits = new SharedLimits({ rules: { silent: limitConfig.parse({ per: 'key', requests_per_minute: 5 }) }, url: `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, log: () => undefined, timings: { answerMs: 50, leaseMs: 600, renewMs: 60 } });
  opened.push(limits);
  await limits.open();
  expect(limits.sharing().shared).toBe(true);
  // Nothing comes back on the connections that there are; new ones work.
  for (const socket of sockets) silentSockets.add(socket);
  await vi.waitFor(() => expect(limits.sharing().shared).toBe(false), { timeout: 2_000 });
  await vi.waitFor(() => expect(limits.sharing().shared).toBe(true), { timeout: 5_000 });
  between.close();
  for (const socket of sockets) socket.destroy();
});

test('a rule that watches refuses nothing, for all replicas', async () => {
  const { all } = await replicas(2, { requests_per_minute: 4, mode: 'observe' });
  const answers = await Promise.all(Array.from({ length: 10 }, async (_, index) => admit(all[index % 2])));
  expect(answers.every(passes)).toBe(true);
  expect(all.reduce((sum, limits) => sum + (limits.view()[0]?.wouldRefuse ?? 0), 0)).toBe(6);
});

test('a server that asks for a password is told it, and a wrong one opens no limit and is in no log', async () => {
  const guarded = await startRedisServer('a-secret-of-valkey');
  const logged: string[] = [];
  const rules = { guarded: limitConfig.parse({ per: 'key', requests_per_minute: 10 }) };
  const limitsAt = async (url: string): Promise<SharedLimits> => {
    const limits = new SharedLimits({ rules, url, log: (message) => logged.push(message), timings: { answerMs: 100, leaseMs: 600, renewMs: 100 } });
    opened.push(limits);
    await limits.open();
    return limits;
  };
  try {
    const [one, other] = [await limitsAt(guarded.url), await limitsAt(guarded.url)];
    const answers = await Promise.all(Array.from({ length: 30 }, async (_, index) => admit(index % 2 === 0 ? one : other)));
    expect(answers.filter(passes).length).toBe(10);
    expect(one.sharing().shared).toBe(true);

    const wrong = await limitsAt(guarded.url.replace('a-secret-of-valkey', 'another-secret'));
    expect(wrong.sharing().shared).toBe(false);
    const alone = await Promise.all(Array.from({ length: 30 }, async () => admit(wrong)));
    expect(alone.filter(passes).length).toBe(10);
    expect(logged.join('\n')).not.toContain('secret');
  } finally {
    for (const limits of opened.splice(0)) await limits.close();
    await guarded.stop();
  }
});
