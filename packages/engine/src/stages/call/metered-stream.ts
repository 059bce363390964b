/**
 * Reads a provider's stream on its way through: what it amounted to, and whether it came to its proper end.
 * Events are passed on whole, each as soon as its last byte is there; their bytes are the provider's.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Reading, StreamMeter } from '../../metering/reading.ts';
import type { Account, ByteStream } from '../../reply.ts';
import { SseSplitter, type SseEvent } from '../../streams/sse.ts';

export interface StreamEnding {
  readonly reading: Reading;
  readonly outcome: Account['outcome'];
  readonly error: PlimsollError | null;
}

/**
 * @param hide events that are ours and not the caller's.
 * @param ended called exactly once, however the stream ends, if it was read at all.
 * @throws PlimsollError while being read: `provider_closed` when the stream stops before its terminator, and what the source throws.
 */
export async function* meteredStream(
  source: ByteStream,
  meter: StreamMeter,
  hide: ((event: SseEvent) => boolean) | null,
  ended: (ending: StreamEnding) => Promise<void>,
): ByteStream {
  const splitter = new SseSplitter();
  let outcome: Account['outcome'] = 'abandoned';
  let error: PlimsollError | null = null;
  try {
    for await (const chunk of source) {
      const piece = whole(chunk, splitter.push(chunk), meter, hide);
      if (piece !== null) yield piece;
    }
    const rest = whole(null, splitter.end(), meter, hide);
    if (rest !== null) yield rest;
    const { complete, error: reported } = meter.read();
    if (!complete && reported === null) throw new PlimsollError('provider_closed');
    outcome = reported === null ? 'ok' : 'error';
    if (reported !== null) error = new PlimsollError('provider_failed');
  } catch (thrown) {
    error = thrown instanceof PlimsollError ? thrown : new PlimsollError('provider_closed', undefined, { cause: thrown });
    outcome = error.code === 'caller_left' ? 'abandoned' : 'error';
    throw error;
  } finally {
    await ended({ reading: meter.read(), outcome, error });
  }
}

/** The bytes of complete events, as one piece; the chunk itself when it holds nothing else, so that nothing is copied. */
const whole = (
  chunk: Uint8Array | null,
  events: readonly SseEvent[],
  meter: StreamMeter,
  hide: ((event: SseEvent) => boolean) | null,
): Uint8Array | null => {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for (const event of events) {
    meter.event(event);
    if (hide?.(event) === true) continue;
    kept.push(event.bytes);
    bytes += event.bytes.length;
  }
  const [first] = kept;
  if (first === undefined) return null;
  if (kept.length === 1) return first;
  return chunk !== null && bytes === chunk.length && first.buffer === chunk.buffer && first.byteOffset === chunk.byteOffset
    ? chunk
    : Buffer.concat(kept, bytes);
};
