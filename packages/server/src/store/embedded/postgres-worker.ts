/**
 * Runs PGlite (PostgreSQL in WebAssembly) in a worker thread, so that no query ever stalls the serving thread.
 * Speaks PostgreSQL's own wire protocol over message ports, one port a connection; `pg` is at the other end.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { MessageFramer } from './message-framer.ts';

export interface PostgresWorkerData {
  readonly dataDir: string;
}

/** From the serving thread: a new connection, or the order to close the database and end. */
export type ToPostgresWorker = { readonly connect: MessagePort } | { readonly close: true };
/** To the serving thread, once, when connections are welcome. */
export type FromPostgresWorker = { readonly ready: true };

/**
 * PGlite has no checkpointer and no autovacuum, and never syncs: the log is kept short so that reopening after a kill is quick,
 * and page images, which only help against torn pages after a power cut, are left out.
 */
const settings = ['shared_buffers=64MB', 'max_wal_size=128MB', 'min_wal_size=32MB', 'wal_level=minimal', 'max_wal_senders=0', 'full_page_writes=off', 'jit=off'];

const { dataDir } = workerData as PostgresWorkerData;
const database = await PGlite.create({
  dataDir,
  startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
});

/** One backend serves all connections, so everything that touches it waits its turn here. A failure ends the thread: the heap of a failed WebAssembly call is not to be trusted. */
let turn: Promise<void> = Promise.resolve();
const inTurn = (work: () => Promise<void>): void => {
  turn = turn.then(work).catch((error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
};

const serve = (port: MessagePort): void => {
  const framer = new MessageFramer();
  port.on('message', (bytes: Uint8Array) => {
    const whole = framer.push(bytes);
    if (framer.terminated) port.close();
    if (whole.length > 0) inTurn(() => answer(port, whole));
  });
  port.on('close', () => inTurn(forgetSession));
};

/** Runs whole protocol messages; an SQL error is part of the answer. */
const answer = async (port: MessagePort, messages: Uint8Array): Promise<void> => {
  await database.runExclusive(() =>
    database.execProtocolRawStream(messages, {
      onRawData: (view) => {
        const bytes = view.slice();
        port.postMessage(bytes, [bytes.buffer]);
      },
    }),
  );
};

/** The backend outlives its connections: what one left behind must not meet the next. */
const forgetSession = async (): Promise<void> => {
  if (database.isInTransaction()) await database.exec('ROLLBACK');
  await database.exec('DISCARD ALL');
};

const close = async (): Promise<void> => {
  await database.close();
  process.exit(0);
};

parentPort?.on('message', (message: ToPostgresWorker) => {
  if ('connect' in message) serve(message.connect);
  else inTurn(close);
});
parentPort?.postMessage({ ready: true } satisfies FromPostgresWorker);
