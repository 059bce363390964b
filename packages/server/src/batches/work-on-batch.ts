/** A worker's way through one batch, from wherever it is now to its end, or to a place where it has to wait. */
import { openStatuses, type BatchStatus } from '@plimsoll/contract/wire/batches';
import { newCallId } from '@plimsoll/engine/trace-context';
import { moveBatch, type StoredBatch } from '../store/batches/batches.ts';
import { linesDone, outputBytes, writeResults, type ItemResult } from '../store/batches/results.ts';
import { lookAgainAt, takeBatch, type WorkedBy } from '../store/batches/work.ts';
import { chunksOf } from '../store/files/chunks.ts';
import { insertFile } from '../store/files/files.ts';
import { isItem, readBatchLine } from './batch-line.ts';
import { linesOf } from './lines.ts';
import { notAsked } from './output-line.ts';
import { followParts } from './provider/follow-parts.ts';
import { nextLookMs } from './provider/pass-through.ts';
import { haltOf, runItems, type BatchWork, type Halt } from './run-items.ts';
import { validateBatch } from './validate-batch.ts';

export const workOnBatch = async (id: string, by: WorkedBy, work: BatchWork, signal: AbortSignal): Promise<void> => {
  const taken = await takeBatch(work.db, id, by);
  if (taken === undefined) return;
  const halt = haltOf(taken);
  if (taken.status === 'finalizing') return finish(taken, by.job, 'completed', work);
  if (halt !== null) return endFor(halt, taken, by.job, work, signal);

  const valid = taken.status === 'validating' ? await validate(taken, by.job, work) : taken;
  if (valid === undefined) return;
  await follow(valid, by.job, work, false, signal);
  const halted = await runItems(valid, by.job, work, signal);
  if (halted !== null) return endFor(halted, valid, by.job, work, signal);
  const finalizing = await moveBatch(work.db, id, { from: ['in_progress'], to: 'finalizing', job: by.job });
  // Cancelled in its last moment: then it ends as that.
  await (finalizing === undefined ? finish(valid, by.job, 'cancelled', work) : finish(finalizing, by.job, 'completed', work));
};

/** A batch that is paused, another's, or this process's no longer, stays as it is; one that waits is looked at again later. */
const endFor = async (halt: Halt, batch: StoredBatch, job: string, work: BatchWork, signal: AbortSignal): Promise<void> => {
  if (halt === 'waiting') return waitFor(batch, job, work);
  if (halt !== 'cancelling' && halt !== 'expired') return;
  // What providers have answered by now is owed, so they are waited for.
  if ((await follow(batch, job, work, true, signal)) > 0) return waitFor(batch, job, work);
  if (halt === 'expired') await writeUnasked(batch, job, work);
  await finish(batch, job, halt === 'expired' ? 'expired' : 'cancelled', work);
};

const follow = (batch: StoredBatch, job: string, { db, passThrough: { modelOf, record }, log }: BatchWork, stops: boolean, signal: AbortSignal): Promise<number> =>
  followParts({ db, batch, job, modelOf, record, stops, signal, log });

const waitFor = async (batch: StoredBatch, job: string, { db, lookIn }: BatchWork): Promise<void> => {
  const afterMs = nextLookMs(Date.now() - batch.created_at.getTime());
  await lookAgainAt(db, batch.id, job, new Date(Date.now() + afterMs));
  lookIn(afterMs);
};

const validate = async (batch: StoredBatch, job: string, { db }: BatchWork): Promise<StoredBatch | undefined> => {
  const found = await validateBatch(chunksOf(db, batch.input_file), batch.endpoint);
  if ('total' in found) return moveBatch(db, batch.id, { from: ['validating'], to: 'in_progress', set: { total: found.total }, job });
  await moveBatch(db, batch.id, { from: ['validating'], to: 'failed', set: { errors: JSON.stringify(found.errors) }, job });
  return undefined;
};

/** What was not asked in time gets its line all the same: nobody has to find out by comparing files. */
const writeUnasked = async (batch: StoredBatch, job: string, { db }: BatchWork): Promise<void> => {
  const done = await linesDone(db, batch.id);
  let waiting: ItemResult[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await writeResults(db, batch.id, job, waiting);
    waiting = [];
  };
  for await (const line of linesOf(chunksOf(db, batch.input_file))) {
    if (done.has(line.number)) continue;
    const item = readBatchLine(line, batch.endpoint);
    if (isItem(item)) waiting.push(notAsked(item, batch.id, 'batch_expired', 'This request could not be executed before the completion window expired.'));
    if (waiting.length >= 500) await write();
  }
  await write();
};

const statusesBefore: Readonly<Record<'completed' | 'cancelled' | 'expired', readonly BatchStatus[]>> = {
  completed: ['finalizing'],
  cancelled: ['cancelling'],
  expired: openStatuses,
};

/** The files and the last status appear together, or not at all. */
const finish = async (batch: StoredBatch, job: string, to: keyof typeof statusesBefore, { db }: BatchWork): Promise<void> => {
  await db.transaction().execute(async (transaction) => {
    const fileOf = async (failed: boolean): Promise<string | null> => {
      const bytes = await outputBytes(transaction, batch.id, failed);
      if (bytes === 0) return null;
      const now = new Date();
      const id = `file-${newCallId(now.getTime())}`;
      const filename = `${batch.id}_${failed ? 'error' : 'output'}.jsonl`;
      await insertFile(transaction, { id, tenant: batch.tenant, purpose: 'batch_output', filename, bytes, created_at: now, complete: true, batch: batch.id, failed });
      return id;
    };
    const set = { output_file: await fileOf(false), error_file: await fileOf(true) };
    const moved = await moveBatch(transaction, batch.id, { from: statusesBefore[to], to, set, job });
    if (moved === undefined) throw new Error(`batch ${batch.id} is no longer this worker's to end`);
  });
};
