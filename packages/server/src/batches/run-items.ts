/**
 * Runs what is left of a batch: its file read line by line, items begun as slots come free, results stored as they arrive.
 * What already has a result is passed over, so it goes on after a crash where the results end.
 */
import { batchEndpoints } from '@plimsoll/contract/wire/batches';
import type { Kysely } from 'kysely';
import type { StoredBatch } from '../store/batches/batches.ts';
import { linesAtProviders, partsOf } from '../store/batches/parts.ts';
import { linesDone, writeResults } from '../store/batches/results.ts';
import { readWorkState, type WorkState } from '../store/batches/work.ts';
import type { Database } from '../store/database.ts';
import { chunksOf } from '../store/files/chunks.ts';
import { isItem, readBatchLine, type BatchItem } from './batch-line.ts';
import { linesOf } from './lines.ts';
import { answered } from './output-line.ts';
import { attributionOf } from './provider/attribution-of.ts';
import { HandOver } from './provider/hand-over.ts';
import type { PassThrough } from './provider/pass-through.ts';
import { ResultWriter } from './result-writer.ts';
import type { RunItem } from './run-item.ts';
import type { Slots } from './slots.ts';

export interface BatchWork {
  readonly db: Kysely<Database>;
  readonly run: RunItem;
  readonly slots: Slots;
  readonly passThrough: PassThrough;
  /** A batch waits for its provider; somebody is to look then. Without it, it is found a few seconds later. */
  readonly lookIn: (afterMs: number) => void;
  /** Begin nothing more: the process is shutting down. */
  readonly stopping: () => boolean;
  readonly log: (message: string) => void;
}

/** Why no further item may begin. `lost`: another works on the batch by now. `waiting`: the rest is at a provider. */
export type Halt = 'paused' | 'cancelling' | 'expired' | 'lost' | 'stopping' | 'waiting';

export const haltOf = (state: WorkState | null | undefined): Halt | null => {
  if (state === undefined || state === null) return 'lost';
  if (state.status === 'cancelling') return 'cancelling';
  if (state.expires_at.getTime() <= Date.now()) return 'expired';
  return state.paused ? 'paused' : null;
};

/** Results bring the state along; this is for when none arrive. */
const lookMs = 500;

/**
 * @param signal aborted when the batch is no longer ours, or the time for finishing is over: items under way are then dropped.
 * @returns null when every item has a result.
 */
export const runItems = async (batch: StoredBatch, job: string, work: BatchWork, signal: AbortSignal): Promise<Halt | null> => {
  const { db, slots } = work;
  let halt = haltOf(batch);
  const dropped = new AbortController();
  const stop = AbortSignal.any([signal, dropped.signal]);
  const see = (state: WorkState | null | undefined): void => {
    halt = haltOf(state);
    if (halt === 'lost') dropped.abort(new Error('the batch is worked on by another'));
  };
  const writer = new ResultWriter({ write: (results) => writeResults(db, batch.id, job, results), onState: see, log: work.log });
  stop.addEventListener('abort', () => writer.lose(), { once: true });
  const look = setInterval(() => {
    readWorkState(db, batch.id, job).then(see, () => undefined);
  }, lookMs).unref();
  const over = (): boolean => halt !== null || stop.aborted || work.stopping();

  const underWay = new Set<Promise<void>>();
  let waits = false;
  try {
    const begin = async (item: BatchItem): Promise<void> => {
      const giveBack = await slots.take(over);
      if (giveBack === null) return;
      const running = runOne(batch, item, work.run, writer, stop).finally(() => {
        giveBack();
        underWay.delete(running);
      });
      underWay.add(running);
    };
    const [done, away] = [await linesDone(db, batch.id), await linesAtProviders(db, batch.id)];
    const handOver = await handOverOf(batch, job, work, away.size > 0, stop);
    for await (const line of linesOf(chunksOf(db, batch.input_file))) {
      if (over()) break;
      if (done.has(line.number) || away.has(line.number)) continue;
      const item = readBatchLine(line, batch.endpoint);
      if (!isItem(item)) continue;
      const deferral = handOver === null ? null : await askDeferral(batch, item, work, stop);
      if (handOver === null || deferral === null) await begin(item);
      else for (const single of await handOver.add(item, deferral)) await begin(single);
    }
    if (handOver !== null && !over()) for (const single of await handOver.flush()) await begin(single);
    waits = away.size > 0 || handOver?.waits === true;
  } finally {
    await Promise.all(underWay);
    clearInterval(look);
  }
  if (stop.aborted) return 'lost';
  return halt ?? (work.stopping() ? 'stopping' : waits ? 'waiting' : null);
};

/** @returns null where no model has a batch API */
const handOverOf = async (batch: StoredBatch, job: string, { db, passThrough, log }: BatchWork, hasOpenParts: boolean, signal: AbortSignal): Promise<HandOver | null> => {
  if (!passThrough.isUsed()) return null;
  const parts = await partsOf(db, batch.id);
  const refused = new Set(parts.filter(({ status }) => status === 'refused').map(({ model }) => model));
  return new HandOver({ db, batch, job, refused, hasOpenParts, signal, log });
};

/** Live calls come first here too. */
const askDeferral = async (batch: StoredBatch, item: BatchItem, { passThrough }: BatchWork, signal: AbortSignal): ReturnType<PassThrough['askDeferral']> => {
  await new Promise((resolve) => setImmediate(resolve));
  return passThrough.askDeferral(batch, item, signal);
};

const runOne = async (batch: StoredBatch, item: BatchItem, run: RunItem, writer: ResultWriter, signal: AbortSignal): Promise<void> => {
  const attribution = attributionOf(batch);
  try {
    const answer = await run(
      { operation: batchEndpoints[batch.endpoint], keyId: batch.key_id, attribution, bytes: item.bytes, stream: item.body.stream === true },
      signal,
    );
    await writer.add(answered(item, answer));
  } catch (error) {
    // Dropped: it has no result, so whoever has the batch next runs it again.
    if (!signal.aborted) throw error;
  }
};
