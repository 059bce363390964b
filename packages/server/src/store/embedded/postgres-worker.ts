/**
 * Runs PGlite (PostgreSQL in WebAssembly) in a worker thread, so that no query ever stalls the serving thread.
 * Speaks PostgreSQL's own wire protocol over message ports, one port a connection; `pg` is at the other end.
 * Records come here as the spool wrote them and are read, summed and inserted on this thread, over a connection of its own.
 */
import { MessageChannel, parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import { insertLines } from '../calls/insert-calls.ts';
import type { Database } from '../database.ts';
import { embeddedPool } from '../pools.ts';
import { MessageFramer } from './message-framer.ts';
import { PortStream } from './port-stream.ts';
import { yieldToServing } from './yield-to-serving.ts';

export interface PostgresWorkerData {
  readonly dataDir: string;
}

/** From the serving thread: a new connection, lines of the spool to store, or the order to close the database and end. */
export type ToPostgresWorker =
  | { readonly connect: MessagePort }
  | { readonly store: readonly Uint8Array[]; readonly answer: MessagePort }
  | { readonly close: true };
/** Whether lines are stored; of a failure what is needed to judge it, since an error loses its code between threads. */
export type StoreAnswer = { readonly stored: true } | { readonly stored: false; readonly message: string; readonly code: string | null };
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
  turn = turn.then(work).then(goOn).catch(endThread);
};

const endThread = (error: unknown): void => {
  setImmediate(() => {
    throw error;
  });
};

/** What came while the serving thread had a transaction open, which one backend cannot tell from one of ours. */
const deferred: (() => Promise<void>)[] = [];
const outsideTransactions = (work: () => Promise<void>): void =>
  inTurn(async () => {
    if (database.isInTransaction()) deferred.push(work);
    else await work();
  });

const goOn = (): void => {
  if (deferred.length === 0 || database.isInTransaction()) return;
  for (const work of deferred.splice(0)) outsideTransactions(work);
};

const answerBytes = 64 * 1024;
const insideSilenceMs = 60_000;

const serve = (port: MessagePort, schedule: (work: () => Promise<void>) => void): void => {
  const framer = new MessageFramer();
  port.on('message', (bytes: Uint8Array) => {
    const whole = framer.push(bytes);
    if (framer.terminated) port.close();
    if (whole.length > 0) schedule(() => answer(port, whole));
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

/** For `pg` on this thread. It is used by whoever has the turn, and so never waits for one. */
const connectInside = async (): Promise<MessagePort> => {
  const { port1, port2 } = new MessageChannel();
  serve(port2, (work) => void work().catch(endThread));
  return port1;
};

const inside = new Kysely<Database>({
  dialect: new PostgresDialect({
    pool: embeddedPool({ stream: () => new PortStream({ open: connectInside, silenceMs: insideSilenceMs, onSilence: () => endThread(new Error('no answer within this thread')) }) }),
  }),
});

const storeLines = async (lines: readonly Uint8Array[], to: MessagePort): Promise<void> => {
  let result: StoreAnswer = { stored: true };
  try {
    await insertLines(inside, lines);
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    result = { stored: false, message: error instanceof Error ? error.message : String(error), code };
    // Should our connection have failed in the middle, nobody else's statements may fall into what it left.
    if (database.isInTransaction()) await database.exec('ROLLBACK');
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; this is a thread
  to.postMessage(result);
  to.close();
};

const close = async (): Promise<void> => {
  await database.close();
  process.exit(0);
};

parentPort?.on('message', (message: ToPostgresWorker) => {
  if ('connect' in message) serve(message.connect, inTurn);
  else if ('store' in message) outsideTransactions(() => storeLines(message.store, message.answer));
  else inTurn(close);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; this is a thread
parentPort?.postMessage({ ready: true } satisfies FromPostgresWorker);
