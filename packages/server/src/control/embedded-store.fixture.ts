/** For tests: one embedded store in a folder of its own, shared by the tests of a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../store/store.ts';

/** Opens the store. Closing it removes the folder. */
export const openEmbeddedStore = async (): Promise<Store> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  const store = await openStore({ databaseUrl: null, dataDir, log: () => undefined });
  return {
    ...store,
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
