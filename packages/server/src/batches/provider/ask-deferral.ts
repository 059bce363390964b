/** Whether an item may wait for its provider's batch API, and what would be sent there. */
import { batchEndpoints } from '@plimsoll/contract/wire/batches';
import type { Received, Recorded } from '@plimsoll/engine/exchange';
import type { Pipeline } from '@plimsoll/engine/stage';
import type { Deferral, Deferring } from '@plimsoll/engine/stages/defer/defer';
import { CallJournal } from '@plimsoll/engine/stages/record/call-journal';
import { Timeline } from '@plimsoll/engine/timeline';
import { newCallId, newSpanId } from '@plimsoll/engine/trace-context';
import type { StoredBatch } from '../../store/batches/batches.ts';
import type { BatchItem } from '../batch-line.ts';
import type { InProcessCallers } from '../in-process-callers.ts';
import { attributionOf } from './attribution-of.ts';

export type AskDeferral = (batch: StoredBatch, item: BatchItem, signal: AbortSignal) => Promise<Deferral | null>;

export interface AskDeferralOptions {
  readonly pipeline: Pipeline<Received & Recorded & Deferring>;
  readonly callers: InProcessCallers;
  readonly maxBodyBytes: () => number;
}

const noVersions = { plimsoll: '', config: '', prompt: null };

/** @returns null for an item that goes the usual way: it has to, or something is wrong with it, and it is told there. */
export const createAskDeferral =
  ({ pipeline, callers, maxBodyBytes }: AskDeferralOptions): AskDeferral =>
  async (batch, { bytes, body }, signal) => {
    if (body.stream === true || bytes.length > maxBodyBytes()) return null;
    const startedAt = Date.now();
    const id = newCallId(startedAt);
    const operation = batchEndpoints[batch.endpoint];
    const timeline = new Timeline();
    const identity = { id, traceId: id, spanId: newSpanId(), parentSpanId: null, sampled: false, startedAt, operation, versions: noVersions };
    let deferral: Deferral | null = null;
    try {
      await pipeline({
        id,
        startedAt,
        operation,
        timeline,
        headers: callers.headersFor(batch.key_id, { ...attributionOf(batch), 'content-type': 'application/json' }),
        readBody: () => Promise.resolve(bytes),
        signal,
        timeoutMs: Number.POSITIVE_INFINITY,
        journal: new CallJournal(identity, timeline, () => Promise.resolve()),
        keepsContent: false,
        defer: (found) => {
          deferral = found;
        },
      });
    } catch {
      signal.throwIfAborted();
      return null;
    }
    return deferral;
  };
