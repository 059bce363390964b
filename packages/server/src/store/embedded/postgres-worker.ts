/**
 * Runs PGlite (PostgreSQL in WebAssembly) in a worker thread, so that no query ever stalls the serving thread.
 * Speaks PostgreSQL's own wire protocol over message ports, one port a connection; `pg` is at the other end.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { MessageFramer } from './message-framer.ts';
import { yieldToServing } from './yield-to-serving.ts';

export interface PostgresWorkerData {
  readonly dataDir: string;
}

/** From the serving thread: a new connection, or the order to close the database and end. */
export type ToPostgresWorker = { readonly connect: MessagePort } | { readonly close: true };
/** To the serving thread, once, when connections are welcome. */
export type FromPostgresWorker = { readonly ready: true };

/**
 * PGlite has no checkpointer and no autovacuum, and it never syncs. So the log is kept short, for a quick reopening after a kill,
 * and what only helps after a power cut is left out: images of whole pages, and log files filled with zeros in advance.
 */
const settings = [
  'shared_buffers=32MB',
  'max_wal_size=128MB',
  'min_wal_size=64MB',
  'wal_init_zero=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'full_page_writes=off',
  'jit=off',
];

yieldToServing();
const { dataDir } = workerData as PostgresWorkerData;
const database = await PGlite.create({
  dataDir,
  startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
});

/**
 * One backend serves all connections, so everything that touches it waits its turn here.
 * A failure ends the thread: the heap of a failed WebAssembly call is not to be trusted.
 */
let turn: Promise<void> = Promise.resolve();
const inTurn = (work: () => Promise<void>): void => {
  turn = turn.then(work).catch((error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
};

const answerBytes = 64 * 1024;

const serve = (port: MessagePort): void => {
  const framer = new MessageFramer();
  port.on('message', (bytes: Uint8Array) => {
    const whole = framer.push(bytes);
    if (framer.terminated) port.close();
    if (whole.length > 0) inTurn(() => answer(port, whole));
  });
  port.on('close', () => inTurn(forgetSession));
};

/** Runs whole protocol messages; an SQL error is part of the answer. PGlite answers in many small pieces, sent on as few. */
const answer = async (port: MessagePort, messages: Uint8Array): Promise<void> => {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const send = (): void => {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    length = 0;
    port.postMessage(bytes, [bytes.buffer]);
  };
  await database.runExclusive(() =>
    database.execProtocolRawStream(messages, {
      onRawData: (view) => {
        pieces.push(view.slice());
        length += view.length;
        if (length >= answerBytes) send();
      },
    }),
  );
  if (length > 0) send();
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
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; this is a thread
parentPort?.postMessage({ ready: true } satisfies FromPostgresWorker);
