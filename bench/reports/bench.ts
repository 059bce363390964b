/** `npm run bench -- reports`: how long the reports on spending take over a month of many calls, the first time and after that. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spooled } from '@plimsoll/server/spool/records.fixture';
import { attributeSpend } from '@plimsoll/server/store/attribution/attribute-spend';
import { findAvoidable } from '@plimsoll/server/store/attribution/find-avoidable';
import { readSavings } from '@plimsoll/server/store/attribution/read-savings';
import { callRecord } from '@plimsoll/server/store/calls/calls.fixture';
import { insertCalls } from '@plimsoll/server/store/calls/insert-calls';
import { openStore, type Store } from '@plimsoll/server/store/store';
import { startPostgresServer } from '@plimsoll/testkit/postgres-server';

const usage = `usage: npm run bench -- reports [--calls <number>] [--json]

Stores so many calls (300,000) of 500 users over 30 days in PostgreSQL, then asks for each report twice. Needs PostgreSQL's programs.
`;

const start = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;
const days = 30;
const atOnce = 1_000;
/** The route's own limit for a report. */
const mostSeconds = 60;

const fill = async ({ db }: Store, calls: number): Promise<void> => {
  for (let stored = 0; stored < calls; stored += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, calls - stored) }, (_, place) => {
      const n = stored + place;
      return spooled(callRecord(n, { startedAt: start + Math.floor((n / calls) * days * dayMs), user: `user-${n % 500}`, app: `app-${n % 7}` }));
    });
    await insertCalls(db, batch);
    if (stored % 50_000 === 0) process.stderr.write(`stored ${stored} of ${calls}\n`);
  }
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
};

/** @returns the exit status */
export const reportsBench = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { calls: { type: 'string', default: '300000' }, json: { type: 'boolean' }, help: { type: 'boolean' } } });
  const calls = Number(values.calls);
  if (values.help === true || !Number.isSafeInteger(calls) || calls < 1) {
    process.stderr.write(usage);
    return values.help === true ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reports-'));
  const postgres = await startPostgresServer();
  const store = await openStore({ databaseUrl: postgres.url(await postgres.createDatabase()), dataDir: folder, log: (message) => process.stderr.write(`${message}\n`) });
  try {
    await fill(store, calls);
    const window = { from: new Date(start), to: new Date(start + days * dayMs), tenant: null };
    const reports = { 'by user': () => attributeSpend(store.db, window, 'user', 100), 'by model': () => attributeSpend(store.db, window, 'model', 100), avoidable: () => findAvoidable(store.db, window, []), savings: () => readSavings(store.db, window, [], []), 'by session': () => attributeSpend(store.db, window, 'session', 100) };
    const took: { readonly report: string; readonly firstS: number; readonly againS: number }[] = [];
    for (const [report, read] of Object.entries(reports)) took.push({ report, firstS: await seconds(read), againS: await seconds(read) });
    if (values.json === true) process.stdout.write(`${JSON.stringify({ calls, took }, null, 1)}\n`);
    else for (const { report, firstS, againS } of took) process.stdout.write(`${report.padEnd(12)} first ${firstS.toFixed(2)} s, again ${againS.toFixed(2)} s\n`);
    return took.every(({ firstS }) => firstS < mostSeconds) ? 0 : 1;
  } finally {
    await store.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
};
