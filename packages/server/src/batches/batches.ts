/** Batches put together: the API towards callers, the one towards operators, and the workers behind both. */
import type { Caller } from '@plimsoll/contract/caller';
import type { Config } from '@plimsoll/contract/config/config';
import { maxBodyBytes } from '@plimsoll/contract/config/server-config';
import type { Received } from '@plimsoll/engine/exchange';
import type { Pipeline } from '@plimsoll/engine/stage';
import type { Store } from '../store/store.ts';
import { createBatchOperator, type BatchOperator } from './batch-operator.ts';
import { startBatchWorkers } from './batch-workers.ts';
import { createBatchesHttp, type BatchesHttp } from './batches-http.ts';
import { startCleaning } from './clean-up.ts';
import type { InProcessCallers } from './in-process-callers.ts';
import type { PassThrough } from './provider/pass-through.ts';
import { createRunItem } from './run-item.ts';
import { Slots } from './slots.ts';

export interface Batches {
  readonly http: BatchesHttp;
  readonly operator: BatchOperator;
  /** Waits for items under way, for so long; the store must still be open. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export interface BatchesOptions {
  readonly store: Store;
  readonly config: Pick<Config, 'batches' | 'server'>;
  readonly pipeline: Pipeline<Received>;
  readonly callers: InProcessCallers;
  readonly passThrough: PassThrough;
  readonly callerOf: (headers: Readonly<Record<string, string | undefined>>, changesState: boolean) => Caller;
  /** Live calls under way. */
  readonly liveCalls: () => number;
  readonly worker: string;
  readonly earlier: readonly string[];
  readonly log: (message: string) => void;
}

export const startBatches = ({ store, config, pipeline, callers, passThrough, callerOf, liveCalls, worker, earlier, log }: BatchesOptions): Batches => {
  const requestTimeoutMs = (): number => config.server.request_timeout_ms;
  const run = createRunItem({
    pipeline,
    callers,
    maxBodyBytes: () => maxBodyBytes(config.server),
    requestTimeoutMs,
    log: (message, error) => log(`${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  const slots = new Slots({ concurrent: () => config.batches.concurrent, yieldAbove: () => config.batches.yield_above, liveCalls });
  const workers = startBatchWorkers({ store, run, slots, passThrough, worker, earlier, log });
  const cleaning = startCleaning(store.db, config.batches.keep_days, log);
  return {
    http: createBatchesHttp({ db: store.db, config: () => config.batches, requestTimeoutMs, callerOf, wake: workers.wake }),
    operator: createBatchOperator(store.db, workers.wake),
    stop: async (graceMs) => {
      cleaning.stop();
      await workers.stop(graceMs);
    },
  };
};
