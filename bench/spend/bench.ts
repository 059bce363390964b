/** `npm run bench -- spend`: does the cap hold with a server killed and one frozen, and is honest traffic let through below it? */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatUsd } from '@plimsoll/contract/money';
import { startPostgresServer } from '@plimsoll/testkit/postgres-server';
import { judge, judgeCost } from './judge.ts';
import { spendOnReplicas, type ReplicasPlan } from './replicas.ts';
import { reserveCost, type ReserveCost } from './reserve-cost.ts';

const fullPlan: ReplicasPlan = { requests: 1_000, capRequests: 300, users: 200, userCapRequests: 3, freezeMs: 2_000 };

const usage = `usage: npm run bench -- spend [--json]

Three servers on one PostgreSQL, 1,000 requests at once against a cap for 300 of them, users' caps worth three each; one server is
killed and one frozen for two seconds in the middle. Judged by the simulated provider's own books. Needs PostgreSQL's programs.
`;

const costOnPostgres = async (dataDir: string): Promise<ReserveCost> => {
  const postgres = await startPostgresServer();
  try {
    return await reserveCost(postgres.url(await postgres.createDatabase()), dataDir);
  } finally {
    await postgres.stop();
  }
};

/** @returns the exit status */
export const spendBench = async (args: readonly string[]): Promise<number> => {
  if (args.some((arg) => arg !== '--json')) {
    process.stderr.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-spend-'));
  try {
    process.stderr.write('what reserving costs\n');
    const cost = await costOnPostgres(join(folder, 'cost'));
    const outcome = await spendOnReplicas(fullPlan, folder, (what) => process.stderr.write(`${what}\n`));
    const judgements = [...judge(outcome), ...judgeCost(cost)];
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ outcome, cost, judgements }, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 1)}\n`);
    else {
      process.stdout.write(`cap ${formatUsd(outcome.capPicoUsd)} USD; under fire ${formatUsd(outcome.spentUnderFirePicoUsd)} USD in ${outcome.answered} answers, ${outcome.refused} refused, ${outcome.broken} broken by the kill; dead lease ${formatUsd(outcome.deadLeasePicoUsd)} USD\n`);
      for (const { promise, measured, kept } of judgements) process.stdout.write(`${kept ? '  ok ' : ' FAIL'}  ${promise}: ${measured}\n`);
    }
    return judgements.every(({ kept }) => kept) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
};
