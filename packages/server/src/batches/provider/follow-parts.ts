/** Looks after what of a batch is at providers: finds what a crash has left in doubt, collects what has ended, cancels what nobody wants. */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Model } from '@plimsoll/engine/model';
import type { BatchedAnswer, ProviderBatches } from '@plimsoll/engine/provider-batches';
import type { Kysely } from 'kysely';
import type { StoredBatch } from '../../store/batches/batches.ts';
import { endPart, itemsOf, losePart, openPartsOf, partSubmitted, settleResults, type PaidResult, type StoredPart } from '../../store/batches/parts.ts';
import type { Database } from '../../store/database.ts';
import { chunksOf } from '../../store/files/chunks.ts';
import { isItem, readBatchLine, type BatchItem } from '../batch-line.ts';
import { linesOf } from '../lines.ts';
import { answered, notAsked } from '../output-line.ts';
import { lineOfRequest } from './hand-over.ts';
import type { RecordAnswer } from './record-answer.ts';

export interface FollowOptions {
  readonly db: Kysely<Database>;
  readonly batch: StoredBatch;
  readonly job: string;
  /** null for a model that is configured no more. */
  readonly modelOf: (name: string) => Model | null;
  readonly record: RecordAnswer;
  /** Nobody wants more of it: providers are asked to stop, and what they did not answer gets no line. */
  readonly stops: boolean;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** A submission whose answer was lost shows in the provider's list by then, if it arrived. */
const shownAfterMs = 120_000;
const resultsAtOnce = 100;
const bytesAtOnce = 16 * 1024 * 1024;

/** A part that has not ended so long after the batch's time is given up: it may have been answered, and will be billed then. */
const givenUpAfterMs = 24 * 3_600_000;

/** @returns parts that are still open; one whose provider cannot be asked at the moment is. */
export const followParts = async (options: FollowOptions): Promise<number> => {
  const { db, batch, signal, log } = options;
  for (const part of await openPartsOf(db, batch.id)) {
    try {
      await follow(options, part);
    } catch (error) {
      signal.throwIfAborted();
      log(`batches: a part of ${batch.id} at ${part.model}'s provider could not be looked at, it is tried again: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const open = await openPartsOf(db, batch.id);
  if (open.length === 0 || Date.now() - batch.expires_at.getTime() <= givenUpAfterMs) return open.length;
  for (const part of open) {
    log(`batches: a part of ${batch.id} at ${part.model}'s provider did not end in time, so it is given up and counts as spent`);
    await lose(options, part, options.modelOf(part.model));
  }
  return 0;
};

const follow = async (options: FollowOptions, part: StoredPart): Promise<void> => {
  const { db, batch, signal, stops, log } = options;
  // Nothing was sent: whoever prepared it is gone, or finds that it came too late.
  if (part.status === 'preparing') return endPart(db, part, 'ended');
  const model = options.modelOf(part.model);
  const api = model?.provider.batches;
  if (model === null || api === undefined) {
    // Its provider cannot be asked any more, and may bill it.
    log(`batches: ${part.model} has no batch API any more, so what ${batch.id} has there is given up and counts as spent`);
    return lose(options, part, null);
  }
  const upstream = part.upstream ?? (await findUpstream(part, api, signal));
  if (upstream === null) {
    if (api.find === null) {
      log(`batches: whether ${part.model}'s provider has a part of ${batch.id} cannot be told, so it counts as spent and its items are asked again`);
      // Not by a batch again: what loses one answer may lose each.
      return lose(options, part, model, 'refused');
    }
    return Date.now() - part.begun_at.getTime() > shownAfterMs ? endPart(db, part, 'ended') : undefined;
  }
  if (part.upstream === null && !(await partSubmitted(db, part.id, upstream))) return;
  if (stops) await api.cancel(upstream, signal);
  const { ended, refused } = await api.look(upstream, signal);
  if (!ended) return;
  if (refused !== null) {
    log(`batches: ${part.model}'s provider refused a part of ${batch.id}, its items go one by one: ${refused}`);
    await api.discard(upstream, signal).catch(() => undefined);
    return endPart(db, part, 'refused');
  }
  if (!(await collect(options, part, model, api.answers(upstream, signal)))) return;
  await endPart(db, part, 'ended');
  await api.discard(upstream, signal).catch(() => undefined);
};

const findUpstream = async (part: StoredPart, api: ProviderBatches, signal: AbortSignal): Promise<string | null> => (api.find === null ? null : api.find(part.id, signal));

/** @returns false where another works on the batch by now */
const collect = async (options: FollowOptions, part: StoredPart, model: Model, answers: AsyncIterable<BatchedAnswer>): Promise<boolean> => {
  const { db, batch, job, record, stops } = options;
  const held = new Map(await itemsOf(db, part.id));
  const items = await itemsIn(db, batch, held);
  let waiting: PaidResult[] = [];
  let bytes = 0;
  const write = async (): Promise<boolean> => {
    const paid = waiting;
    waiting = [];
    bytes = 0;
    return paid.length === 0 || settleResults(db, job, part, paid);
  };
  for await (const { id, answer } of answers) {
    const line = lineOfRequest(id);
    const item = line === null ? undefined : items.get(line);
    // What was not asked, or is told twice, is the provider's affair.
    if (line === null || item === undefined || answer === null) continue;
    items.delete(line);
    waiting.push(await paidResult(record, { batch, part, model, line, bytes: item.bytes }, item, answer, held.get(line) ?? 0n));
    bytes += answer.body.byteLength;
    if ((waiting.length >= resultsAtOnce || bytes >= bytesAtOnce) && !(await write())) return false;
  }
  if (!stops) {
    for (const item of items.values()) {
      waiting.push({ result: notAsked(item, batch.id, 'batch_expired', 'The provider\'s batch ended without an answer to this request.'), costPicoUsd: 0n });
    }
  }
  return write();
};

const paidResult = async (record: RecordAnswer, of: Parameters<RecordAnswer>[0], item: Pick<BatchItem, 'line' | 'customId'>, answer: NonNullable<BatchedAnswer['answer']>, heldPicoUsd: bigint): Promise<PaidResult> => {
  try {
    const { answer: given, costPicoUsd } = await record(of, answer);
    // A price that is not known after all takes what was held: too much is a question, too little a hole.
    return { result: answered(item, given), costPicoUsd: costPicoUsd ?? heldPicoUsd };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return { result: notAsked(item, of.batch.id, error.code, error.message), costPicoUsd: heldPicoUsd };
  }
};

/** @param model null where nobody knows any more what it would have cost: then there is no record of it either */
const lose = async (options: FollowOptions, part: StoredPart, model: Model | null, status: 'ended' | 'refused' = 'ended'): Promise<void> => {
  const { db, batch, record } = options;
  const held = await itemsOf(db, part.id);
  if (model !== null) {
    for (const [line, { bytes }] of await itemsIn(db, batch, held)) {
      await record({ batch, part, model, line, bytes }, new PlimsollError('interrupted')).catch((error: unknown) => {
        if (!(error instanceof PlimsollError)) throw error;
      });
    }
  }
  await losePart(db, part, [...held.values()].reduce((sum, picoUsd) => sum + picoUsd, 0n), status);
};

const itemsIn = async (db: Kysely<Database>, { input_file: file, endpoint }: StoredBatch, wanted: ReadonlyMap<number, unknown>): Promise<Map<number, Pick<BatchItem, 'line' | 'customId' | 'bytes'>>> => {
  const items = new Map<number, Pick<BatchItem, 'line' | 'customId' | 'bytes'>>();
  if (wanted.size === 0) return items;
  for await (const line of linesOf(chunksOf(db, file))) {
    if (!wanted.has(line.number)) continue;
    const item = readBatchLine(line, endpoint);
    // What it was parsed into is not kept: there may be thousands.
    if (isItem(item)) items.set(line.number, { line: item.line, customId: item.customId, bytes: item.bytes });
  }
  return items;
};
