/**
 * The store: PostgreSQL, embedded or a server, behind one Kysely instance. Everything that outlives the process and is not
 * on its way through the spool is in here.
 */
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { StoreLines } from '../spool/drainer.ts';
import { insertLines } from './calls/insert-calls.ts';
import type { Database } from './database.ts';
import { EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { embeddedPool, serverPool } from './pools.ts';
import { waitForServer } from './wait-for-server.ts';

export interface Store {
  readonly kind: 'embedded' | 'server';
  readonly db: Kysely<Database>;
  /** Plain SQL, several statements at once where there are no values; for the job queue, which brings its own. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<{ rows: unknown[] }>;
  /** Where the spool drains to. The embedded store reads and inserts the lines on its own thread. */
  readonly storeLines: StoreLines;
  /** Whether a trivial query is answered within two seconds. Never rejects. */
  readonly healthy: () => Promise<boolean>;
  /** Waits for queries under way, closes, and unlocks the folder. Call it once. */
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  /** null for the embedded store. */
  readonly databaseUrl: string | null;
  /** Holds the embedded store's files, and the spool whichever store is used; made, for its owner alone, when missing. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** How long to wait for a server that does not answer yet, e.g. because it starts together with this process. */
  readonly serverWaitMs?: number;
}

const healthDeadlineMs = 2_000;
const connectionsToServer = 10;

/**
 * Locks the data folder until `close`, opens the store and migrates it.
 * @throws FolderInUseError when another process uses the folder.
 * @throws StoreUnreachableError when `databaseUrl` does not answer within `serverWaitMs`, with what to do about it.
 * Later losses of the server are not fatal: queries fail until it is back, then work again.
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const lock = lockFolder(options.dataDir);
  try {
    const store = await (options.databaseUrl === null ? openEmbedded(options) : openServer(options, options.databaseUrl));
    return { ...store, close: () => store.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
};

const openEmbedded = async ({ dataDir, log }: StoreOptions): Promise<Store> => {
  const postgres = new EmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), log });
  const pool = embeddedPool(postgres);
  const store = { ...storeOn('embedded', pool, log, () => postgres.close()), storeLines: postgres.storeLines };
  return openedOrClosed(store, () => migrate(store.db));
};

const openServer = async ({ log, serverWaitMs = 15_000 }: StoreOptions, databaseUrl: string): Promise<Store> => {
  await waitForServer(databaseUrl, serverWaitMs, log);
  const store = storeOn('server', serverPool({ databaseUrl, max: connectionsToServer }), log);
  return openedOrClosed(store, async () => {
    const patient = storeOn('server', serverPool({ databaseUrl, max: 1, statementTimeoutMs: null }), log);
    try {
      await migrate(patient.db);
    } finally {
      await patient.close();
    }
  });
};

const openedOrClosed = async (store: Store, prepare: () => Promise<void>): Promise<Store> => {
  try {
    await prepare();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

const storeOn = (kind: Store['kind'], pool: pg.Pool, log: (message: string) => void, afterwards?: () => Promise<void>): Store => {
  // A connection that breaks while no query runs on it, idle or between two statements of a transaction, has nobody to tell
  // but its listeners, and without one it would end the process. The pool replaces it.
  pool.on('connect', (client) => client.on('error', (error) => log(`store: lost a connection: ${error.message}`)));
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind,
    db,
    query: (text, values) => pool.query(text, values === undefined ? undefined : [...values]),
    storeLines: (lines) => insertLines(db, lines),
    healthy: () => isAnswering(db),
    close: async () => {
      await db.destroy();
      await afterwards?.();
    },
  };
};

const isAnswering = async (db: Kysely<Database>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), healthDeadlineMs);
  });
  const answered = sql`select 1`.execute(db).then(() => true, () => false);
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
};
