/** Opens the stores that the same tests run against: the embedded one, and a PostgreSQL server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipsPostgres, startPostgresServer } from '@plimsoll/testkit/postgres-server';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { openStore, type Store } from './store.ts';

export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Declares the suite once for each kind of store. The tables are emptied before each test. */
export const describeOnEachStore = (title: string, suite: (store: () => Store) => void): void => {
  describeOn(`${title}, embedded`, false, suite);
  describe.skipIf(skipsPostgres())(title, () => describeOn('on a PostgreSQL server', true, suite));
};

const describeOn = (title: string, onServer: boolean, suite: (store: () => Store) => void): void => {
  describe(title, () => {
    let store: Store | null = null;
    const closers: (() => Promise<void> | void)[] = [];

    beforeAll(async () => {
      const folder = temporaryFolder();
      closers.unshift(folder.remove);
      let databaseUrl: string | null = null;
      if (onServer) {
        const server = await startPostgresServer();
        closers.unshift(server.stop);
        databaseUrl = server.url(await server.createDatabase());
      }
      const opened = await openStore({ databaseUrl, dataDir: join(folder.path, 'data'), log: () => undefined });
      closers.unshift(opened.close);
      store = opened;
    });

    afterAll(async () => {
      for (const close of closers) await close();
    });

    const current = (): Store => {
      if (store === null) throw new Error('the store is not open');
      return store;
    };

    beforeEach(async () => {
      for (const table of ['api_keys', 'settings', 'calls', 'call_rollups', 'budget_accounts', 'budget_leases', 'budget_changes', 'alerts', 'files', 'batches', 'batch_holds', 'spend_hours', 'spend_hours_read'] as const) await current().db.deleteFrom(table).execute();
    });

    suite(current);
  });
};
