import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { callRecord } from '../spool/records.fixture.ts';
import { endedLine } from '../spool/spool-lines.ts';
import { lockFolder } from './folder-lock.ts';
import { embeddedPool } from './pools.ts';
import { openStore } from './store.ts';
import { temporaryFolder } from './stores.fixture.ts';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const log = (): void => undefined;

/** Making a database takes seconds, opening a copy of one does not. */
const template = temporaryFolder();
let folder: ReturnType<typeof temporaryFolder>;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  await (await openStore({ databaseUrl: null, dataDir: join(template.path, 'data'), log })).close();
});

afterAll(() => template.remove());

beforeEach(() => {
  folder = temporaryFolder();
});

const copyTemplate = (): void => cpSync(template.path, folder.path, { recursive: true });

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  folder.remove();
});

/** Runs a program that opens the store in `folder` and hands it to `work`; each line it prints is an element. */
const inAnotherProcess = (work: string, owner: { uid: number; gid: number } | null = null): { child: ChildProcess; lines: AsyncIterableIterator<string> } => {
  const program = `
    import { sql } from 'kysely';
    import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
    const say = (text) => process.stdout.write(text + '\\n');
    try {
      const store = await openStore({ databaseUrl: null, dataDir: ${JSON.stringify(join(folder.path, 'data'))}, log: () => undefined });
      ${work}
      await store.close();
    } catch (error) { say(String(error)); }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...owner,
  });
  children.add(child);
  if (child.stdout === null) throw new Error('no output');
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
};

const nextLine = async (lines: AsyncIterableIterator<string>): Promise<string> => {
  const { value, done } = await lines.next();
  return done === true ? '' : value;
};

test('the embedded store lives in a folder that only its owner can read, and a second process is refused until the first has ended', { timeout: 90_000 }, async () => {
  const first = inAnotherProcess('say("open"); await new Promise(() => setInterval(() => undefined, 1000));');
  expect(await nextLine(first.lines)).toBe('open');
  expect(statSync(join(folder.path, 'data')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder.path, 'data', 'postgres')).mode & 0o777).toBe(0o700);

  const second = inAnotherProcess('say("open");');
  expect(await nextLine(second.lines)).toContain(`Another Plimsoll is using ${join(folder.path, 'data')}; stop it or set PLIMSOLL_DATA`);

  first.child.kill('SIGKILL');
  await new Promise((resolve) => first.child.once('exit', resolve));
  const third = inAnotherProcess('say("open");');
  expect(await nextLine(third.lines)).toBe('open');
});

test('the same process is refused too, and a refusal leaves the lock with its holder', () => {
  const lock = lockFolder(folder.path);
  expect(() => lockFolder(folder.path)).toThrow('Another Plimsoll is using');
  expect(() => lockFolder(folder.path)).toThrow('Another Plimsoll is using');
  lock.release();
  lockFolder(folder.path).release();
});

/** As root, another user can only read this checkout when every folder above it lets him. */
const othersCanRead = isRoot && spawnSync(process.execPath, ['--version'], { cwd: import.meta.dirname, uid: nobody, gid: nobody }).status === 0;

test.skipIf(isRoot && !othersCanRead)('the embedded store opens for an ordinary user, in a folder that nobody else can read', async () => {
  const owner = isRoot ? { uid: nobody, gid: nobody } : null;
  mkdirSync(join(folder.path, 'data'));
  if (owner !== null) for (const path of [folder.path, join(folder.path, 'data')]) chownSync(path, owner.uid, owner.gid);
  chmodSync(join(folder.path, 'data'), 0o700);
  const { lines } = inAnotherProcess('say(process.getuid() + " " + JSON.stringify((await sql`select 6 * 7 as n`.execute(store.db)).rows));', owner);
  expect(await nextLine(lines)).toBe(`${owner?.uid ?? process.getuid?.()} [{"n":42}]`);
});

test('a process killed in the middle of writing has lost no row that was acknowledged', async () => {
  copyTemplate();
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { child, lines } = inAnotherProcess(`
      await sql\`create table if not exists numbers (n int primary key, filler text)\`.execute(store.db);
      for (let n = ${round * 100_000}; ; n += 1) {
        await sql\`insert into numbers values (\${n}, repeat('x', 500))\`.execute(store.db);
        say(String(n));
      }`);
    const enough = acknowledged.length + 150 + round * 97;
    for await (const line of lines) {
      acknowledged.push(Number(line));
      if (acknowledged.length === enough) child.kill('SIGKILL');
    }
  }
  const store = await openStore({ databaseUrl: null, dataDir: join(folder.path, 'data'), log });
  const { rows } = await sql<{ n: number }>`select n from numbers`.execute(store.db);
  await store.close();
  const kept = new Set(rows.map(({ n }) => n));
  expect(acknowledged.length).toBeGreaterThan(600);
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
});

test('an error does not break the store, and a failed transaction leaves nothing behind', async () => {
  copyTemplate();
  const store = await openStore({ databaseUrl: null, dataDir: join(folder.path, 'data'), log });
  await expect(sql`select 1/0`.execute(store.db)).rejects.toThrow('division by zero');
  await expect(
    store.db.transaction().execute(async (transaction) => {
      await sql`create table gone (n int)`.execute(transaction);
      await sql`select nothing from nowhere`.execute(transaction);
    }),
  ).rejects.toThrow('nowhere');
  const { rows } = await sql<{ gone: boolean }>`select to_regclass('gone') is null as gone`.execute(store.db);
  expect(rows).toEqual([{ gone: true }]);
  expect(await store.healthy()).toBe(true);
  await store.close();
  expect(await store.healthy()).toBe(false);
});

test('an open transaction and a session setting do not outlive their connection, although all share one backend', async () => {
  copyTemplate();
  const postgres = new EmbeddedPostgres({ dataDir: join(folder.path, 'data', 'postgres'), log });
  const pool = embeddedPool(postgres);
  const client = await pool.connect();
  await client.query("set application_name = 'left behind'");
  await client.query('begin');
  await client.query('create table gone (n int)');
  client.release(true);
  const { rows } = await pool.query("select to_regclass('gone') is null as gone, current_setting('application_name') as name");
  expect(rows).toEqual([{ gone: true, name: '' }]);
  await pool.end();
  await postgres.close();
});

const lineOf = (n: number): Buffer => Buffer.from(endedLine(callRecord(n)));

test('lines of the spool are stored once however often they come, never as part of an open transaction, and damaged ones are left out', async () => {
  copyTemplate();
  const store = await openStore({ databaseUrl: null, dataDir: join(folder.path, 'data'), log });
  const damaged = Buffer.from(lineOf(9).toString().replace('"usage":{', '"usage":{{'));
  await store.storeLines([lineOf(1), damaged]);
  const storing: Promise<void>[] = [];
  const rolledBack = store.db.transaction().execute(async (transaction) => {
    await sql`create table gone (n int)`.execute(transaction);
    storing.push(store.storeLines([Buffer.concat([lineOf(1), lineOf(2)])]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    throw new Error('changed my mind');
  });
  await expect(rolledBack).rejects.toThrow('changed my mind');
  await Promise.all(storing);
  const { rows } = await sql<{ requests: number; calls: number; gone: boolean }>`
    select sum(requests)::int as requests, (select count(*)::int from calls) as calls, to_regclass('gone') is null as gone from call_rollups where grain = 'hour'`.execute(store.db);
  expect(rows).toEqual([{ requests: 2, calls: 2, gone: true }]);
  await store.close();
});

test('why lines could not be stored is said with the code that PostgreSQL gave, and the next ones are stored', async () => {
  copyTemplate();
  const store = await openStore({ databaseUrl: null, dataDir: join(folder.path, 'data'), log });
  await sql`alter table calls add constraint small check (length(record) < 10) not valid`.execute(store.db);
  await expect(store.storeLines([lineOf(1)])).rejects.toMatchObject({ code: '23514', message: expect.stringContaining('small') });
  await sql`alter table calls drop constraint small`.execute(store.db);
  await store.storeLines([lineOf(1)]);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from calls`.execute(store.db);
  expect(rows).toEqual([{ n: 1 }]);
  await store.close();
  await expect(store.storeLines([lineOf(2)])).rejects.toThrow('closed');
});

test('a worker thread that died is replaced, and nothing that was written is missing', async () => {
  copyTemplate();
  const said: string[] = [];
  const postgres = new EmbeddedPostgres({ dataDir: join(folder.path, 'data', 'postgres'), log: (message) => said.push(message) });
  const pool = embeddedPool(postgres);
  pool.on('error', () => undefined);
  await pool.query('create table kept as select 42 as n');

  // Bytes that are no PostgreSQL messages end the thread, as any failure in there does.
  const stray = postgres.stream().connect();
  stray.on('error', () => undefined);
  await new Promise((resolve) => stray.once('connect', resolve));
  stray.write(Buffer.from('GET / HTTP/1.1'));
  await new Promise((resolve) => stray.once('close', resolve));

  // Until the thread has really gone queries fail: a second one beside it would ruin the files.
  const kept = await vi.waitFor(() => pool.query('select n from kept'), { timeout: 10_000, interval: 20 });
  expect(kept.rows).toEqual([{ n: 42 }]);
  expect(said).toEqual([expect.stringContaining('not a startup message')]);
  await pool.end();
  await postgres.close();
});
