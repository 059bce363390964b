/**
 * The embedded store's process-side half: keeps one worker thread with PGlite in it and connects `pg` to it.
 * Hands it the spool's lines too, to read and insert by itself. Should the thread die or hang it is replaced at the next connection, which the pool opens by itself.
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { PortStream } from './port-stream.ts';
import type { PostgresWorkerData, StoreAnswer, ToPostgresWorker } from './postgres-worker.ts';

export interface EmbeddedPostgresOptions {
  /** Folder of the database's files; made, for its owner alone, when missing. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
}

const openTimeoutMs = 60_000;
const closeTimeoutMs = 10_000;
/** Longer than any query may take; only a thread that hangs is silent for so long. */
const silenceMs = 120_000;

export class EmbeddedPostgres {
  readonly #options: EmbeddedPostgresOptions;
  #worker: Promise<Worker> | null = null;
  #closed = false;

  constructor(options: EmbeddedPostgresOptions) {
    this.#options = options;
  }

  /** For the `stream` option of `pg`. */
  readonly stream = (): PortStream =>
    new PortStream({
      open: () => this.#connect(),
      silenceMs,
      onSilence: this.#startAnew,
    });

  /**
   * Stores the ended calls among lines of the spool, all or none, without any work on the calling thread.
   * @throws Error with the SQLSTATE as `code` where PostgreSQL refused them.
   */
  readonly storeLines = async (lines: readonly Uint8Array[]): Promise<void> => {
    const worker = await this.#running();
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(this.#startAnew, silenceMs).unref();
    const answer = await new Promise<StoreAnswer | null>((resolve) => {
      const gone = (): void => resolve(null);
      worker.once('exit', gone);
      port1.once('message', (message: StoreAnswer) => {
        worker.off('exit', gone);
        resolve(message);
      });
      send(worker, { store: lines, answer: port2 }, [port2]);
    });
    clearTimeout(timer);
    port1.close();
    if (answer === null) throw new Error('the embedded store has stopped');
    if (!answer.stored) throw Object.assign(new Error(answer.message), { code: answer.code });
  };

  /** Ends the thread after what it is doing; at once when that takes too long, which the database survives. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = await this.#worker?.catch(() => undefined);
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    const timer = setTimeout(() => void worker.terminate(), closeTimeoutMs);
    send(worker, { close: true });
    await ended;
    clearTimeout(timer);
  }

  async #connect(): Promise<MessagePort> {
    const worker = await this.#running();
    const { port1, port2 } = new MessageChannel();
    send(worker, { connect: port2 }, [port2]);
    return port1;
  }

  async #running(): Promise<Worker> {
    if (this.#closed) throw new Error('the embedded store is closed');
    this.#worker ??= this.#start();
    return this.#worker;
  }

  async #start(): Promise<Worker> {
    const { dataDir, log } = this.#options;
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Node's pool of file threads begins with its first use and inherits the priority of whoever that is: not the store's lowered one.
    await stat(dataDir);
    // execArgv: what this process was started with, e.g. `--eval`, may make no sense for a worker.
    const worker = new Worker(workerFile(), { execArgv: [], workerData: { dataDir } satisfies PostgresWorkerData, name: 'plimsoll-store' });
    const forget = (): void => {
      this.#worker = null;
    };
    worker.once('exit', forget);
    worker.on('error', (error) => log(`embedded store: ${describe(error)}`));
    const timer = setTimeout(() => void worker.terminate(), openTimeoutMs);
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('message', () => resolve());
        worker.once('error', (error) => reject(new Error(`the embedded store could not be opened: ${describe(error)}`, { cause: error })));
        worker.once('exit', () => reject(new Error(`the embedded store in ${dataDir} did not open within ${openTimeoutMs / 1000} s`)));
      });
    } finally {
      clearTimeout(timer);
    }
    return worker;
  }

  readonly #startAnew = (): void => {
    this.#options.log(`embedded store: no answer within ${silenceMs / 1000} s; starting it anew`);
    void this.#stop();
  };

  async #stop(): Promise<void> {
    const worker = await this.#worker?.catch(() => undefined);
    await worker?.terminate();
  }
}

const send = (worker: Worker, message: ToPostgresWorker, transfer: readonly MessagePort[] = []): void =>
  worker.postMessage(message, transfer);

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Beside this file, in the language that this file is in: TypeScript in the repository, JavaScript in the published package. */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? './postgres-worker.ts' : './postgres-worker.js', import.meta.url);
