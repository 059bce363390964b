/**
 * Replicas on one PostgreSQL share the work of batches: no item has two results, and what one leaves behind another takes over.
 */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { skipsPostgres, startPostgresServer, type PostgresServer } from '@plimsoll/testkit/postgres-server';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchLine, ended, outputLines, uploaded } from './batch-client.fixture.ts';
import { appKey, eventually, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

describe.skipIf(skipsPostgres())('two replicas on one PostgreSQL', () => {
  let postgres: PostgresServer;
  let upstream: SimulatedServer;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let replicas: PlimsollProcess[];
  let databaseUrl: string;

  beforeAll(async () => {
    postgres = await startPostgresServer();
    folder = await temporaryFolder();
    upstream = await createSimulatedServer({ behaviour: { tokens: 4, latencyMs: 10 } });
    databaseUrl = postgres.url(await postgres.createDatabase());
    replicas = [await start('one'), await start('two')];
  });
  afterAll(async () => {
    for (const replica of replicas ?? []) await replica.stop();
    await upstream?.close();
    await folder?.remove();
    await postgres?.stop();
  });

  const start = async (name: string): Promise<PlimsollProcess> => {
    await mkdir(join(folder.path, name), { recursive: true });
    return startPlimsoll({
      dataDir: join(folder.path, name),
      env: { DATABASE_URL: databaseUrl },
      config: `service: replicas\nmodels:\n  sim: { provider: openai, model: sim, base_url: "${upstream.openAiUrl}" }\n`,
    });
  };
  const clientOf = (replica: PlimsollProcess | undefined): OpenAI => new OpenAI({ apiKey: appKey, baseURL: `${replica?.url}/v1` });
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `item-${index}`);
  const begin = async (client: OpenAI, count: number, what: string): Promise<string> => {
    const file = await uploaded(client, names(count).map((name) => batchLine(name, { model: 'sim', messages: [{ role: 'user', content: `${what} ${name}` }] })));
    return (await client.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' })).id;
  };

  test('six batches at once are run once each, whichever replica is asked', async () => {
    const ids = await Promise.all(names(6).map((name, index) => begin(clientOf(replicas[index % 2]), 50, name)));
    for (const [index, id] of ids.entries()) {
      const batch = await ended(clientOf(replicas[(index + 1) % 2]), id, 30_000);
      expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 50, completed: 50, failed: 0 } });
      expect((await outputLines(clientOf(replicas[index % 2]), batch)).map((line) => line.custom_id)).toEqual(names(50));
    }
    expect(upstream.ledger.totals().requests).toBe(300);
  });

  test('a replica that falls silent loses its batch to the other, and what it writes when it wakes changes nothing', { timeout: 120_000 }, async () => {
    const [silent, other] = replicas;
    await other?.stop();
    upstream.behave({ latencyMs: 60 });
    const asked = upstream.ledger.totals().requests;
    const id = await begin(clientOf(silent), 600, 'takeover');
    await eventually(async () => expect((await clientOf(silent).batches.retrieve(id)).request_counts?.completed).toBeGreaterThan(20), 20_000);
    const second = await start('two');
    replicas[1] = second;
    silent?.kill('SIGSTOP');
    try {
      const before = (await clientOf(second).batches.retrieve(id)).request_counts?.completed ?? 0;
      expect(before).toBeLessThan(500);
      await eventually(async () => expect((await clientOf(second).batches.retrieve(id)).request_counts?.completed).toBeGreaterThan(before + 10), 40_000);
    } finally {
      silent?.kill('SIGCONT');
    }
    const batch = await ended(clientOf(second), id, 60_000);
    expect(batch.request_counts).toEqual({ total: 600, completed: 600, failed: 0 });
    expect((await outputLines(clientOf(silent), batch)).map((line) => line.custom_id)).toEqual(names(600));
    // Four were under way when it fell silent; none of what was left was begun by both.
    expect(upstream.ledger.totals().requests - asked).toBeLessThanOrEqual(600 + 8);
  });

  test('a database that goes away in the middle and comes back costs no result', { timeout: 90_000 }, async () => {
    upstream.behave({ latencyMs: 20 });
    const id = await begin(clientOf(replicas[0]), 600, 'outage');
    await eventually(async () => expect((await clientOf(replicas[0]).batches.retrieve(id)).request_counts?.completed).toBeGreaterThan(20), 20_000);
    await postgres.restart(1500);
    const batch = await eventually(() => ended(clientOf(replicas[1]), id, 60_000), 60_000);
    expect(batch.request_counts).toEqual({ total: 600, completed: 600, failed: 0 });
    expect((await outputLines(clientOf(replicas[1]), batch)).map((line) => line.custom_id)).toEqual(names(600));
  });
});
