import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { skipsPostgres, startPostgresServer, type PostgresServer } from '@plimsoll/testkit/postgres-server';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callRecord, spooled } from '../spool/records.fixture.ts';
import { openSpool } from '../spool/spool.ts';
import { insertCalls } from './calls/insert-calls.ts';
import { readOverview } from './calls/overview.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { serverPool } from './pools.ts';
import { openStore, type Store } from './store.ts';
import { temporaryFolder } from './stores.fixture.ts';
import { StoreUnreachableError } from './wait-for-server.ts';

describe.skipIf(skipsPostgres())('a PostgreSQL server as the store', () => {
  let server: PostgresServer;
  let url: string;
  let folder: ReturnType<typeof temporaryFolder>;
  let said: string[] = [];
  const open: Store[] = [];

  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    url = server.url(await server.createDatabase());
    folder = temporaryFolder();
    said = [];
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    folder.remove();
  });

  const openReplica = async (name: string, databaseUrl = url, serverWaitMs = 15_000): Promise<Store> => {
    const store = await openStore({ databaseUrl, dataDir: join(folder.path, name), log: (message) => said.push(message), serverWaitMs });
    open.push(store);
    return store;
  };

  test('is migrated once when eight replicas do it at the same moment', async () => {
    const pools = Array.from({ length: 8 }, () => new Kysely<Database>({ dialect: new PostgresDialect({ pool: serverPool({ databaseUrl: url, max: 1 }) }) }));
    await Promise.all(pools.map((db) => sql`select 1`.execute(db)));
    await Promise.all(pools.map(migrate));
    const [db] = pools;
    expect(await db?.selectFrom('calls').selectAll().execute()).toEqual([]);
    await Promise.all(pools.map((pool) => pool.destroy()));
  });

  test('is migrated once when four processes start at the same moment', async () => {
    const program = `
      import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
      const store = await openStore({ databaseUrl: ${JSON.stringify(url)}, dataDir: process.argv[1], log: () => undefined });
      await store.close();
      process.stdout.write('done\\n');`;
    const ended = await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const child = spawn(process.execPath, ['--input-type=module', '--eval', program, join(folder.path, String(n))], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
        const [line] = await once(createInterface({ input: child.stdout }), 'line');
        return line as unknown;
      }),
    );
    expect(ended).toEqual(['done', 'done', 'done', 'done']);
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute((await openReplica('five')).db);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
  });

  test('stores and counts a record once when two replicas drain the same ones, also in opposite order and in parts', async () => {
    const [a, b] = [await openReplica('a'), await openReplica('b')];
    const calls = Array.from({ length: 600 }, (_, n) => spooled(callRecord(n)));
    const pieces = (size: number) => Array.from({ length: Math.ceil(calls.length / size) }, (_, n) => calls.slice(n * size, (n + 1) * size));
    await Promise.all([
      ...pieces(50).map((piece) => insertCalls(a.db, piece)),
      ...pieces(70).toReversed().map((piece) => insertCalls(b.db, piece.toReversed())),
    ]);
    const overview = await readOverview(a.db, { minutes: 60 }, null, new Date(callRecord(0).startedAt + 60_000));
    const { rows } = await sql<{ n: number }>`select count(*) as n from calls`.execute(b.db);
    expect([rows[0]?.n, overview.totals.requests, overview.totals.costPicoUsd]).toEqual([600, 600, '600000']);
  });

  test('may go away and come back: records wait in the spool, and all of them arrive', async () => {
    const store = await openReplica('a');
    const spool = openSpool({ dir: join(folder.path, 'spool'), log: (message) => said.push(message) });
    spool.drain(store.storeLines);
    void spool.end(callRecord(1));
    expect(await spool.flush(5_000)).toBe(true);
    const back = server.restart(1_000);
    for (let n = 2; n <= 50; n += 1) void spool.end(callRecord(n));
    expect(await spool.flush(300)).toBe(false);
    await back;
    expect(await spool.flush(20_000)).toBe(true);
    await spool.close(1_000);
    const { rows } = await sql<{ n: number }>`select count(*) as n from calls`.execute(store.db);
    expect(rows).toEqual([{ n: 50 }]);
    expect(said.some((line) => line.includes('records wait'))).toBe(true);
  });

  test('gives up a statement that runs too long', async () => {
    const store = await openReplica('a');
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(store.db);
    expect(rows).toEqual([{ statement_timeout: '15s' }]);
  });

  test('that was migrated by a later version is left alone', async () => {
    const store = await openReplica('a');
    await sql`insert into kysely_migration values ('9999-from-the-future', now())`.execute(store.db);
    await expect(openReplica('b')).rejects.toThrow('newer than this Plimsoll (9999-from-the-future)');
  });

  test('that does not exist, or refuses, is reported with what to do and without the password', async () => {
    const refusal = async (databaseUrl: string, waitMs = 15_000): Promise<string> => {
      const error: unknown = await openReplica('x', databaseUrl, waitMs).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnreachableError);
      const message = String(error);
      expect(message).not.toContain('s3cret');
      return message;
    };
    expect(await refusal(server.url('none').replace('postgres@', 'postgres:s3cret@'))).toMatch(/refused: database "none" does not exist\. Correct DATABASE_URL/);
    expect(await refusal('postgres://u:s3cret@127.0.0.1:1/plimsoll', 100)).toMatch(/127\.0\.0\.1:1\/plimsoll cannot be reached: .*ECONNREFUSED.* Start it, correct DATABASE_URL/);
    expect(await refusal('not a url s3cret')).toContain('is not a URL');
  });
});
