/** One of three upstreams dies under load: callers see no error, and what they wait longer is printed. */
import type { ProviderList } from '@plimsoll/contract/api/providers';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adminKey, appKey, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

const connections = 64;
const names = ['one', 'two', 'three'] as const;
const upstreams: SimulatedServer[] = [];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let plimsoll: PlimsollProcess;
let callers: Pool;

beforeAll(async () => {
  for (const text of names) upstreams.push(await createSimulatedServer({ behaviour: { latencyMs: 20, text: `It was ${text} who answered.` } }));
  folder = await temporaryFolder();
  plimsoll = await startPlimsoll({
    dataDir: folder.path,
    config: `
service: staying-up
models:
${names.map((name, place) => `  ${name}: { provider: openai, base_url: "${upstreams[place]?.openAiUrl ?? ''}", price: { input: 1, output: 3 }, timeout_ms: 1000 }`).join('\n')}
routes:
  any: { try: [[${names.join(', ')}]] }
`,
  });
  callers = new Pool(plimsoll.url, { connections });
}, 60_000);
afterAll(async () => {
  await callers?.close();
  await plimsoll?.stop();
  for (const upstream of upstreams) await upstream.close();
  await folder?.remove();
});

const headers = { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' };
const bodies = [false, true].map((stream) => JSON.stringify({ model: 'any', stream, messages: [{ role: 'user', content: 'Who is there?' }] }));

interface Load {
  readonly tookMs: readonly number[];
  /** What was no whole answer. */
  readonly bad: readonly string[];
}

/** Each connection sends its next request, every other one for a stream, as soon as it has its reply. */
const load = async (requests: number, during: (sent: number) => void = () => undefined): Promise<Load> => {
  const tookMs: number[] = [];
  const bad: string[] = [];
  let sent = 0;
  const caller = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      during(sent);
      const stream = sent % 2 === 0;
      const beganMs = performance.now();
      const { statusCode, body } = await callers.request({ method: 'POST', path: '/v1/chat/completions', headers, body: bodies[stream ? 1 : 0] ?? '' });
      const text = await body.text();
      tookMs.push(performance.now() - beganMs);
      const whole = stream ? /"finish_reason":"stop"[^]*data: \[DONE\]\n\n$/.test(text) : /It was \w+ who answered\./.test(text);
      if (statusCode !== 200 || !whole || text.includes('"error"')) bad.push(`${statusCode} ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  return { tookMs: tookMs.toSorted((one, other) => one - other), bad };
};

const quantile = ({ tookMs }: Load, share: number): number => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? 0;
const described = (what: string, run: Load): string => `${what}: p50 ${quantile(run, 0.5).toFixed(1)}, p99 ${quantile(run, 0.99).toFixed(1)}, longest ${quantile(run, 1).toFixed(1)} ms`;

const health = async (): Promise<ProviderList['providers']> => {
  const reply = await fetch(`${plimsoll.url}/api/providers`, { headers: { authorization: `Bearer ${adminKey}` } });
  return ((await reply.json()) as ProviderList).providers;
};

/** In full: PLIMSOLL_REQUESTS=4000. */
const requests = Number(process.env.PLIMSOLL_REQUESTS ?? 1500);

test('with one of three upstreams dead under load at 64 connections, no caller sees an error, and it is asked again when it is back', async () => {
  await load(500);
  const before = await load(requests);
  expect(before.bad).toEqual([]);
  expect(upstreams.map(({ ledger }) => ledger.totals().requests).every((served) => served > requests / 4)).toBe(true);

  // Its connections break in the middle of what they carry, and new ones are refused.
  const port = Number(new URL(upstreams[2]?.url ?? '').port);
  let closing: Promise<void> | undefined;
  const dying = await load(requests, (sent) => {
    if (sent === Math.floor(requests / 4)) closing = upstreams[2]?.close();
  });
  await closing;
  const dead = await load(requests);
  expect([dying.bad, dead.bad]).toEqual([[], []]);
  const [, , third] = await health();
  expect(third).toMatchObject({ state: expect.stringMatching(/open/), lastError: expect.stringMatching(/provider_(refused|closed)/), openedAt: expect.any(String) });
  const metrics = await (await fetch(`${plimsoll.url}/metrics`)).text();
  expect(metrics).toMatch(/plimsoll_provider_breaker\{[^}]*gen_ai_request_model="one"[^}]*\} 0/);
  expect(metrics).toMatch(/plimsoll_provider_breaker\{[^}]*gen_ai_request_model="three"[^}]*\} [12]/);

  process.stdout.write(`${[described('three of three', before), described('one dies under way', dying), described('two of three', dead)].join('\n')}\n`);
  process.stdout.write(`added p99: ${(quantile(dying, 0.99) - quantile(before, 0.99)).toFixed(1)} ms while it dies, ${(quantile(dead, 0.99) - quantile(before, 0.99)).toFixed(1)} ms from then on\n`);

  upstreams[2] = await createSimulatedServer({ port, behaviour: { latencyMs: 20, text: 'It was three who answered.' } });
  await vi.waitFor(
    async () => {
      expect((await load(256)).bad).toEqual([]);
      expect((await health())[2]?.state).toBe('closed');
    },
    { timeout: 60_000, interval: 500 },
  );
}, 180_000);

test('with one of three silent, those who met it wait for its time limit, and nobody else', async () => {
  upstreams[1]?.behave({ stall: { at: 'before-headers', ms: null } });
  const silent = await load(requests);
  expect(silent.bad).toEqual([]);
  process.stdout.write(`${described('one silent, time limit 1 s', silent)}; ${silent.tookMs.filter((ms) => ms > 900).length} of ${requests} waited for it\n`);
  expect(silent.tookMs.filter((ms) => ms > 900).length).toBeLessThan(connections);
}, 120_000);

test('where all are dead, callers are told so in one well-formed error and when to come again', async () => {
  for (const upstream of upstreams) upstream.behave({ stall: null, status: 500 });
  await load(200);
  const reply = await fetch(`${plimsoll.url}/v1/chat/completions`, { method: 'POST', headers, body: bodies[0] ?? '' });
  expect(reply.status).toBe(503);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await reply.json()).toMatchObject({ error: { code: 'providers_unavailable', type: 'server_error' } });
});
