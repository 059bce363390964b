/**
 * Keeps this replica at work on batches: looks for what waits, offers it to the replicas, and works on what it is given.
 * The queue is open while there is something to do, so whoever uses no batches pays one small query now and then.
 */
import type { Store } from '../store/store.ts';
import { openJobQueue, type JobQueue } from '../jobs/job-queue.ts';
import { batchesToWorkOn, takeFromDead } from '../store/batches/work.ts';
import type { PassThrough } from './provider/pass-through.ts';
import type { RunItem } from './run-item.ts';
import type { Slots } from './slots.ts';
import { workOnBatch } from './work-on-batch.ts';

export interface BatchWorkers {
  /** Something may be waiting. */
  readonly wake: () => void;
  /** Begins nothing more, and waits for items under way, for so long. What is then left is dropped and run again by whoever comes next. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export interface BatchWorkersOptions {
  readonly store: Store;
  readonly run: RunItem;
  readonly slots: Slots;
  readonly passThrough: PassThrough;
  /** Names this process; see `spend/holders.ts`. */
  readonly worker: string;
  /** Processes of this data folder that have ended. */
  readonly earlier: readonly string[];
  readonly log: (message: string) => void;
}

const lookMs = 5_000;
/** Looks in vain, one after another, after which the queue is closed: open, it costs about a hundredth of a core. */
const looksUntilIdle = 24;
/** Batches that a replica works on at a time; they share its slots. */
const batchesAtOnce = 3;

export const startBatchWorkers = ({ store, run, slots, passThrough, worker, earlier, log }: BatchWorkersOptions): BatchWorkers => {
  let stopping = false;
  let queue: JobQueue | null = null;
  let dead = earlier;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;
  let idleLooks = 0;
  let due: { readonly atMs: number; readonly timer: NodeJS.Timeout } | null = null;
  const dropped = new AbortController();
  const underWay = new Map<string, Promise<void>>();

  const work = async (id: string, job: string, signal: AbortSignal): Promise<void> => {
    if (stopping) return;
    const mine = workOnBatch(id, { worker, job }, { db: store.db, run, slots, passThrough, lookIn, stopping: () => stopping, log }, AbortSignal.any([signal, dropped.signal])).catch((error: unknown) => {
      log(`batches: ${id} could not be worked on, it is tried again: ${error instanceof Error ? error.message : String(error)}`);
    });
    underWay.set(id, mine);
    await mine;
    underWay.delete(id);
  };

  const look = async (): Promise<void> => {
    const waiting = await batchesToWorkOn(store.db);
    if (waiting.length === 0) return closeWhenIdle();
    idleLooks = 0;
    if (stopping) return;
    queue ??= await openJobQueue({ store, name: 'batches', work, atOnce: batchesAtOnce, log });
    const jobs = await takeFromDead(store.db, dead);
    await queue.forget(jobs);
    dead = [];
    for (const id of waiting) if (!underWay.has(id) && !stopping) await queue.offer(id);
  };

  const closeWhenIdle = async (): Promise<void> => {
    idleLooks = underWay.size === 0 ? idleLooks + 1 : 0;
    if (queue === null || idleLooks < looksUntilIdle) return;
    const idle = queue;
    queue = null;
    await idle.stop();
  };

  const schedule = (afterMs: number): void => {
    clearTimeout(timer);
    if (stopping) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => log(`batches: ${error instanceof Error ? error.message : String(error)}`))
        .finally(() => {
          looking = null;
          schedule(again ? 0 : lookMs);
          again = false;
        });
    }, afterMs).unref();
  };

  const wake = (): void => {
    if (looking === null) schedule(0);
    else again = true;
  };

  /** A little later than the store says, so that it is due there too. One timer, for the next: what is due later is found by the usual looks. */
  const lookIn = (afterMs: number): void => {
    const atMs = Date.now() + afterMs + 20;
    if (due !== null && due.atMs <= atMs) return;
    clearTimeout(due?.timer);
    const waking = setTimeout(() => {
      due = null;
      wake();
    }, afterMs + 20).unref();
    due = { atMs, timer: waking };
  };

  schedule(0);
  return {
    wake,
    stop: async (graceMs) => {
      stopping = true;
      clearTimeout(timer);
      clearTimeout(due?.timer);
      const over = setTimeout(() => dropped.abort(new Error('the server is shutting down')), graceMs);
      await looking;
      await Promise.all(underWay.values());
      clearTimeout(over);
      await queue?.stop();
    },
  };
};
