/**
 * kill -9 under load: every reply that a client finished receiving, and every upstream call that was begun, has exactly one record.
 */
import { freePort } from '@plimsoll/testkit/free-port';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TracesPage } from '@plimsoll/contract/api/traces';
import { appKey, eventually, readApi, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

/** The issue asks for 20; `PLIMSOLL_KILLS=20` runs them all, the default keeps `npm test` quick. */
const kills = Number(process.env.PLIMSOLL_KILLS ?? 5);

let upstream: SimulatedServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer({ behaviour: { tokens: 12, latencyMs: 3, tokensPerSecond: 400 } });
});

afterAll(async () => {
  await upstream?.close();
  await folder?.remove();
});

interface Load {
  /** Ids of calls whose reply the client has received whole. */
  readonly finished: Set<string>;
  readonly stop: () => Promise<void>;
}

/** Sends streams and whole requests, one after another on each of several clients, until it is stopped. */
const load = (url: string, clients: number): Load => {
  const finished = new Set<string>();
  let stopped = false;
  const client = async (stream: boolean): Promise<void> => {
    while (!stopped) {
      try {
        const reply = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ model: 'sim', stream, messages: [{ role: 'user', content: 'go on' }] }),
        });
        const text = await reply.text();
        if (!stream || text.includes('[DONE]')) finished.add(reply.headers.get('x-plimsoll-trace') ?? 'none');
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  const running = Array.from({ length: clients }, (_, index) => client(index % 2 === 0));
  return {
    finished,
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
};

const allRecords = async (server: PlimsollProcess): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const page: TracesPage = await readApi(server, `/api/traces?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const trace of page.traces) {
      expect(found.has(trace.id), `record ${trace.id} appears once`).toBe(false);
      found.set(trace.id, trace.outcome);
    }
    cursor = page.next;
  } while (cursor !== null);
  return found;
};

test(`killed ${kills} times under load, nothing is lost and nothing is doubled`, { timeout: 60_000 + kills * 15_000 }, async () => {
  const port = await freePort();
  const options = {
    dataDir: folder.path,
    port,
    config: `service: kill-test\nmodels:\n  sim: { provider: openai, model: sim, base_url: "${upstream.openAiUrl}" }\n`,
  };
  const finished = new Set<string>();
  let server = await startPlimsoll(options);
  for (let round = 0; round < kills; round++) {
    const clients = load(server.url, 12);
    await new Promise((resolve) => setTimeout(resolve, 400 + Math.random() * 600));
    server.kill('SIGKILL');
    await server.ended;
    await clients.stop();
    for (const id of clients.finished) finished.add(id);
    server = await startPlimsoll(options);
  }
  expect(finished.size).toBeGreaterThan(kills * 10);

  const begun = upstream.ledger.entries.map((entry) => String(entry.headers.traceparent).split('-')[1]);
  const records = await eventually(async () => {
    const { spoolBacklog } = await readApi<{ spoolBacklog: number }>(server, '/api/system');
    expect(spoolBacklog).toBe(0);
    return allRecords(server);
  }, 20_000);

  expect(new Set(begun).size).toBe(begun.length);
  expect(begun.filter((id) => !records.has(id ?? ''))).toEqual([]);
  expect([...finished].filter((id) => records.get(id) !== 'ok')).toEqual([]);
  expect([...records.keys()].filter((id) => !begun.includes(id) && !finished.has(id)).length).toBeLessThanOrEqual(12 * kills);
  expect([...records.values()].filter((outcome) => outcome === 'interrupted').length).toBeGreaterThan(0);
  expect(await server.stop()).toBe(0);
});
