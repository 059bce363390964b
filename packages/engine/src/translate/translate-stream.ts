/**
 * Runs a stream of events through a translator, chunk by chunk: whatever a chunk completes goes out before the next is read.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { ByteStream } from '../reply.ts';
import { SseSplitter, type SseEvent } from '../streams/sse.ts';

/** A state machine that turns events of one protocol into events of the other, as text ready to send. */
export interface EventTranslator {
  /** @throws PlimsollError `provider_invalid_reply` for an event that is not what its protocol promises. */
  readonly event: (event: SseEvent) => string;
  /**
   * The source has ended; closes the answer if it was whole but for its terminator.
   * @throws PlimsollError `provider_closed` if it was not.
   */
  readonly end: () => string;
  /** The answer is whole, or the provider reported an error: the rest of the source means nothing. */
  readonly done: () => boolean;
}

/**
 * After the terminator the source is read to its end, so that its connection can be used again,
 * but no further than this many bytes.
 */
const maxTrailingBytes = 64 * 1024;

export async function* translateStream(source: ByteStream, translator: EventTranslator): ByteStream {
  const splitter = new SseSplitter();
  let trailingBytes = 0;
  for await (const chunk of source) {
    if (translator.done()) {
      trailingBytes += chunk.length;
      if (trailingBytes > maxTrailingBytes) return;
      continue;
    }
    yield* passOn(() => splitter.push(chunk), translator);
  }
  if (!translator.done()) yield* lastWords(splitter, translator);
}

/** What came without its blank line counts if it makes sense; if not, it is the torn end of a stream that broke. */
function* lastWords(splitter: SseSplitter, translator: EventTranslator): Generator<Uint8Array> {
  try {
    yield* passOn(() => splitter.end(), translator);
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
  }
  if (translator.done()) return;
  const last = translator.end();
  if (last !== '') yield Buffer.from(last);
}

/** One piece for all that a chunk gives, even when one of its events is bad: then the piece goes out first. */
function* passOn(split: () => readonly SseEvent[], translator: EventTranslator): Generator<Uint8Array> {
  let text = '';
  try {
    for (const event of split()) {
      if (translator.done()) break;
      if (event.data !== '') text += translator.event(event);
    }
  } catch (error) {
    if (text !== '') yield Buffer.from(text);
    throw error;
  }
  if (text !== '') yield Buffer.from(text);
}
