/**
 * Plimsoll as `npm start` runs it: a real process, the embedded store attached, keys checked, prices known, each call
 * recorded, and traces exported to a sink that counts them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { overview } from '@plimsoll/contract/api/overview';
import { freePort } from '@plimsoll/testkit/free-port';
import { Child } from '../../process/child.ts';
import { ready } from '../../process/readiness.ts';
import { upstreamKey } from '../../wire/answer.ts';
import type { Contender, Expected } from './contender.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** How the server is started, from the repository's root. */
const serverArgs = ['packages/server/src/main.ts'];

const appKey = 'plm-bench-app-0123456789abcdefghijklmnopqrstuv';
const adminKey = 'plm-bench-admin-0123456789abcdefghijklmnopqrst';

const configuration = (upstreamPort: number, sinkPort: number): string => `
service: bench
models:
  bench:
    provider: openai
    model: gpt-5-mini
    base_url: "http://127.0.0.1:${upstreamPort}/v1"
    key: env:BENCH_UPSTREAM_KEY
    # An address of its own has no public price.
    price: { input: 0.25, cached_input: 0.025, output: 2.00 }
routes:
  default: { try: [bench] }
traces:
  otlp: "http://127.0.0.1:${sinkPort}/"
`;

/** Records reach the store in batches; after this they count as lost. */
const drainMs = 60_000;

/** What the control plane says it has on record, against what was asked. @throws Error when it does not answer */
const compare = async (port: number, expected: Expected): Promise<readonly string[]> => {
  const reply = await fetch(`http://127.0.0.1:${port}/api/overview?minutes=120`, {
    headers: { authorization: `Bearer ${adminKey}`, connection: 'close' },
    signal: AbortSignal.timeout(10_000),
  });
  if (!reply.ok) throw new Error(`/api/overview answered ${reply.status}`);
  const { totals } = overview.parse(await reply.json());
  return [
    ...(totals.requests === expected.requests ? [] : [`${totals.requests} records of ${expected.requests} requests`]),
    ...(totals.outputTokens === expected.outputTokens ? [] : [`${totals.outputTokens} output tokens of ${expected.outputTokens}`]),
    ...(totals.errors + totals.abandoned === 0 ? [] : [`${totals.errors} errors and ${totals.abandoned} abandoned calls on record`]),
    ...(totals.unpriced === 0 && BigInt(totals.costPicoUsd) > 0n ? [] : [`${totals.unpriced} calls without a price`]),
  ];
};

const audit = async (child: Child, port: number, expected: Expected): Promise<readonly string[]> => {
  let wrong: readonly string[] = [];
  for (const endMs = performance.now() + drainMs; performance.now() < endMs; await sleep(1000)) {
    if (child.over) return [`the server has ended:\n${child.logTail()}`];
    try {
      wrong = await compare(port, expected);
    } catch (error) {
      wrong = [error instanceof Error ? error.message : String(error)];
    }
    if (wrong.length === 0) return [];
  }
  return [...wrong, `after ${drainMs / 1000} s; its log ends:\n${child.logTail()}`];
};

export const plimsoll: Contender = {
  name: 'plimsoll',
  title: 'Plimsoll',
  start: async ({ upstreamPort, sinkPort, folder, core }) => {
    const port = await freePort();
    const configFile = join(folder, 'plimsoll.yaml');
    writeFileSync(configFile, configuration(upstreamPort, sinkPort));
    const child = new Child({
      name: 'plimsoll',
      command: process.execPath,
      args: serverArgs,
      core,
      folder,
      cwd: repository,
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        PLIMSOLL_DATA: join(folder, 'data'),
        PLIMSOLL_CONFIG: configFile,
        PLIMSOLL_APP_KEY: appKey,
        PLIMSOLL_ADMIN_KEY: adminKey,
        BENCH_UPSTREAM_KEY: upstreamKey,
      },
    });
    await ready(child, port, 90_000, '/readyz');
    return {
      target: { port, path: '/v1/chat/completions', headers: { authorization: `Bearer ${appKey}` }, model: 'bench' },
      pid: child.pid,
      version: 'this checkout',
      audit: (expected) => audit(child, port, expected),
      stop: () => child.stop(),
    };
  },
};
