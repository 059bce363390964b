/** Makes a call's record of an answer that came by a provider's batch API, and the line of the output file. */
import { createHash } from 'node:crypto';
import { batchEndpoints } from '@plimsoll/contract/wire/batches';
import type { Received } from '@plimsoll/engine/exchange';
import type { Model } from '@plimsoll/engine/model';
import { isStream } from '@plimsoll/engine/reply';
import type { Pipeline } from '@plimsoll/engine/stage';
import type { Answered } from '@plimsoll/engine/stages/defer/answered';
import { readAttribution } from '@plimsoll/engine/stages/identify/identify';
import type { KnownCaller } from '@plimsoll/engine/stages/identify/known-caller';
import { Timeline } from '@plimsoll/engine/timeline';
import type { StoredBatch } from '../../store/batches/batches.ts';
import type { StoredPart } from '../../store/batches/parts.ts';
import type { Answer } from '../output-line.ts';
import { attributionOf } from './attribution-of.ts';

export interface RecordedAnswer {
  readonly answer: Answer;
  /** null where the price is not known. */
  readonly costPicoUsd: bigint | null;
}

export type RecordAnswer = (
  of: { readonly batch: StoredBatch; readonly part: StoredPart; readonly model: Model; readonly line: number; readonly bytes: Buffer },
  reply: Answered['answer']['reply'],
) => Promise<RecordedAnswer>;

/** @throws PlimsollError where there is no answer that could be given; it is on record then. */
export const createRecordAnswer =
  (pipeline: Pipeline<Received & KnownCaller & Answered>): RecordAnswer =>
  async ({ batch, part, model, line, bytes }, reply) => {
    const headers = { ...attributionOf(batch), 'content-type': 'application/json' };
    const startedAt = part.begun_at.getTime();
    const id = callIdOf(part.id, line, startedAt);
    const { status, body, account } = await pipeline({
      id,
      startedAt,
      operation: batchEndpoints[batch.endpoint],
      timeline: new Timeline(undefined, Math.max(0, Date.now() - startedAt)),
      headers,
      readBody: () => Promise.resolve(bytes),
      signal: new AbortController().signal,
      timeoutMs: Number.POSITIVE_INFINITY,
      knownCaller: { tenant: batch.tenant, app: batch.app, keyId: batch.key_id, role: 'app' },
      knownAttribution: readAttribution(headers),
      answer: { model, route: part.route, at: part.begun_at, reply },
    });
    const settled = await account;
    if (isStream(body)) throw new TypeError('a stream came back though none was asked for');
    return {
      answer: { requestId: id, status, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8') },
      costPicoUsd: settled.price?.costPicoUsd ?? null,
    };
  };

/** The same each time it is read, so that an answer that is read again after a crash is not recorded, or counted, a second time. */
export const callIdOf = (part: string, line: number, epochMs: number): string =>
  epochMs.toString(16).padStart(12, '0') + createHash('sha256').update(`${part}/${line}`).digest('hex').slice(0, 20);
