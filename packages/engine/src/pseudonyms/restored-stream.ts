/**
 * Restores a stream as it passes. Pulls one chunk at a time and gives out what it completes before it asks for the next; what needs nothing
 * goes out with the provider's bytes.
 */
import type { Operation } from '@plimsoll/contract/operation';
import type { ByteStream } from '../reply.ts';
import { SseSplitter, type SseEvent } from '../streams/sse.ts';
import { ChatEvents } from './chat-events.ts';
import type { EventRestorer } from './event-restorer.ts';
import { placesIn } from './json-places.ts';
import type { Lexicon } from './lexicon.ts';
import { MessagesEvents } from './messages-events.ts';
import { plainContent, type RestoringOptions } from './restored-reply.ts';

/** @param operation the protocol of the stream. @returns the source itself where there is nothing to restore. */
export const restoredStream = (
  operation: Operation,
  source: ByteStream,
  lexicon: Lexicon,
  options: RestoringOptions = plainContent,
): ByteStream => {
  if (lexicon.isEmpty) return source;
  return restored(source, operation === 'messages' ? new MessagesEvents(lexicon, options) : new ChatEvents(lexicon, options));
};

async function* restored(source: ByteStream, events: EventRestorer): ByteStream {
  const splitter = new SseSplitter();
  try {
    for await (const chunk of source) {
      const piece = passed(splitter.push(chunk), events);
      if (piece !== null) yield piece;
    }
    yield* lastWords(splitter.end(), events);
  } catch (thrown) {
    const rest = events.end();
    if (rest !== '') yield Buffer.from(rest);
    throw thrown;
  }
}

/** What came without its blank line is an event if it can be read as one, which then wants its end; if not, it is a torn one and stays last. */
function* lastWords(tail: readonly SseEvent[], events: EventRestorer): Generator<Uint8Array> {
  const torn = tail.some(({ data }) => data !== '' && data !== '[DONE]' && placesIn(data) === null);
  const early = torn ? events.end() : '';
  if (early !== '') yield Buffer.from(early);
  const last = passed(tail, events);
  if (last !== null) yield last;
  const rest = events.end();
  if (rest !== '') yield Buffer.from(last === null ? rest : `\n\n${rest}`);
}

/** What a chunk's events have become, as one piece; null for none. */
const passed = (seen: readonly SseEvent[], events: EventRestorer): Uint8Array | null => {
  const pieces: Uint8Array[] = [];
  for (const event of seen) {
    const edit = events.event(event);
    if (edit === null) {
      pieces.push(event.bytes);
      continue;
    }
    if (edit.before !== '') pieces.push(Buffer.from(edit.before));
    pieces.push(edit.changed === null ? event.bytes : Buffer.from(edit.changed));
  }
  const [only] = pieces;
  if (only === undefined) return null;
  return pieces.length === 1 ? only : Buffer.concat(pieces);
};
