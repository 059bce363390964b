/**
 * Asks an embedding model of plimsoll.yaml for a vector, through the same pipeline as any request and with the key of the caller for whom it
 * is asked: limited, paid and recorded like the rest. Whatever goes wrong, there is no vector, and so no hit.
 */
import { isJsonObject, type Json } from '@plimsoll/contract/json';
import type { Received } from '@plimsoll/engine/exchange';
import { isStream } from '@plimsoll/engine/reply';
import type { Pipeline } from '@plimsoll/engine/stage';
import type { Embed } from '@plimsoll/engine/stages/reuse/near';
import { Timeline } from '@plimsoll/engine/timeline';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { InProcessCallers } from '../batches/in-process-callers.ts';

export interface EmbedDeps {
  readonly pipeline: () => Pipeline<Received>;
  readonly callers: InProcessCallers;
  readonly log: (message: string, error: unknown) => void;
}

/** A cache that is slower than the model saves nobody anything. */
const deadlineMs = 1_000;
const mostDimensions = 8_192;
/** One line for many failures of the same kind. */
const logEveryMs = 60_000;

export const embedByModel = ({ pipeline, callers, log }: EmbedDeps): ((model: string) => Embed) => {
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  return (model) => async (text, { caller, headers, signal }) => {
    const attribution = Object.fromEntries(Object.entries(headers).filter(([name]) => attributing.has(name)));
    const startedAt = Date.now();
    try {
      const { status, body } = await pipeline()({
        id: newCallId(startedAt),
        startedAt,
        operation: 'embeddings',
        timeline: new Timeline(),
        headers: callers.headersFor(caller.keyId, { ...attribution, 'content-type': 'application/json' }),
        readBody: () => Promise.resolve(Buffer.from(JSON.stringify({ model, input: text, encoding_format: 'float' }))),
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
        timeoutMs: deadlineMs,
      });
      if (status !== 200 || isStream(body)) return null;
      return vectorIn(JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as Json);
    } catch (error) {
      if (!signal.aborted && Date.now() - loggedAtMs > logEveryMs) {
        loggedAtMs = Date.now();
        log(`cache: the model "${model}" gave no vector; requests are compared as they are until it does`, error);
      }
      return null;
    }
  };
};

const attributing = new Set(['x-plimsoll-user', 'x-plimsoll-feature', 'x-plimsoll-session', 'traceparent']);

/** @returns null for anything but a list of finite numbers of a bounded length. */
const vectorIn = (reply: Json): Float32Array | null => {
  const data = isJsonObject(reply) ? reply.data : undefined;
  const items: readonly Json[] = Array.isArray(data) ? data : [];
  const [first] = items;
  const numbers = first !== undefined && isJsonObject(first) ? first.embedding : undefined;
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > mostDimensions || !numbers.every((value) => typeof value === 'number' && Number.isFinite(value))) return null;
  return Float32Array.from(numbers);
};
