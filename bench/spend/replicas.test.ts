import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skipsPostgres } from '@plimsoll/testkit/postgres-server';
import { judge } from './judge.ts';
import { spendOnReplicas } from './replicas.ts';

test.skipIf(skipsPostgres())('budgets: three replicas, one killed and one frozen in the middle, keep one cap together and spend it', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-spend-'));
  try {
    // A third of what `npm run bench -- spend` does.
    const outcome = await spendOnReplicas({ requests: 330, capRequests: 100, users: 66, userCapRequests: 3, freezeMs: 1_000 }, folder, () => undefined);
    expect(judge(outcome).filter(({ kept }) => !kept)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});
