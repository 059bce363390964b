/**
 * Server-sent events, cut out of a byte stream and made for one. Stands wherever a stream is looked at on its way back;
 * every streamed byte passes here, so the common case is one native search and no copy.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
import { PlimsollError } from '@plimsoll/contract/errors';

export interface SseEvent {
  /** Value of the `event` field, null where there was none. */
  readonly event: string | null;
  /** The `data` lines, joined by line feeds; empty for comments and blank lines, which carry nothing. */
  readonly data: string;
  /** The event as it came, its blank line included. A view on the chunk where the event lay in a single one. */
  readonly bytes: Uint8Array;
}

export interface SseLimits {
  /** Largest event in bytes. */
  readonly maxEventBytes: number;
}

const defaultLimits: SseLimits = { maxEventBytes: 16 * 1024 * 1024 };

const lineFeed = 10;
const carriageReturn = 13;
const blankLine = Buffer.from('\n\n');

/**
 * Cuts chunks into events however the chunks were split. The `bytes` of all events returned by `push` and `end`, put
 * together, are the input. An event is returned as soon as its blank line is there; where a carriage return ends a
 * chunk the line feed that may belong to it is not waited for and counts towards the next event's bytes.
 */
export class SseSplitter {
  readonly #maxEventBytes: number;
  /** Begin of an event whose end has not come yet. */
  #pieces: Buffer[] = [];
  #pendingBytes = 0;
  /** The next byte begins a line. */
  #atLineStart = true;
  /** The last byte was a carriage return, so a line feed that follows ends no further line. */
  #afterReturn = false;
  #first = true;

  constructor(limits: SseLimits = defaultLimits) {
    this.#maxEventBytes = limits.maxEventBytes;
  }

  /**
   * @returns the events that this chunk completed.
   * @throws PlimsollError `provider_invalid_reply` when one event is larger than the limit; events before it in the
   *   same chunk are returned first and the next call throws.
   */
  push(chunk: Uint8Array): SseEvent[] {
    this.#refuseOversize();
    const buffer = asBuffer(chunk);
    const length = buffer.length;
    const events: SseEvent[] = [];
    if (length === 0) return events;
    let begin = 0;
    let position = 0;
    if (this.#afterReturn) {
      this.#afterReturn = false;
      if (buffer[0] === lineFeed) position = 1;
    }
    const hasReturn = buffer.includes(carriageReturn, position);
    while (position < length) {
      const end = hasReturn ? this.#endOfEvent(buffer, position) : this.#endOfPlainEvent(buffer, position);
      if (end === -1) break;
      if (this.#pendingBytes + end - begin > this.#maxEventBytes) {
        this.#pendingBytes = Number.POSITIVE_INFINITY;
        break;
      }
      events.push(this.#take(buffer.subarray(begin, end)));
      begin = end;
      position = end;
    }
    if (begin < length) {
      this.#pieces.push(begin === 0 ? buffer : buffer.subarray(begin));
      this.#pendingBytes += length - begin;
    }
    if (events.length === 0) this.#refuseOversize();
    return events;
  }

  /**
   * Says that nothing more comes.
   * @returns what was left without a blank line, as one last event: the standard drops it, but some providers end so.
   */
  end(): SseEvent[] {
    this.#refuseOversize();
    if (this.#pendingBytes === 0) return [];
    const last = this.#pieces.pop();
    return last === undefined ? [] : [this.#take(last)];
  }

  #refuseOversize(): void {
    if (this.#pendingBytes <= this.#maxEventBytes) return;
    this.#pieces = [];
    this.#pendingBytes = Number.POSITIVE_INFINITY;
    throw new PlimsollError('provider_invalid_reply', `An event of its stream is larger than ${this.#maxEventBytes} bytes.`);
  }

  /** Makes an event of the pieces kept so far and this last one. */
  #take(last: Buffer): SseEvent {
    let bytes = last;
    if (this.#pieces.length > 0) {
      bytes = Buffer.concat([...this.#pieces, last]);
      this.#pieces = [];
    }
    this.#pendingBytes = 0;
    const skip = this.#first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.#first = false;
    return parseEvent(bytes, skip);
  }

  /** Where the event ends in a chunk without carriage returns, -1 when not in this chunk. */
  #endOfPlainEvent(buffer: Buffer, from: number): number {
    if (this.#atLineStart && buffer[from] === lineFeed) return from + 1;
    const found = buffer.indexOf(blankLine, from);
    this.#atLineStart = found !== -1 || buffer[buffer.length - 1] === lineFeed;
    return found === -1 ? -1 : found + 2;
  }

  /** The same where line ends may be of any kind: goes line by line. */
  #endOfEvent(buffer: Buffer, from: number): number {
    let position = from;
    let feed = buffer.indexOf(lineFeed, from);
    let back = buffer.indexOf(carriageReturn, from);
    while (feed !== -1 || back !== -1) {
      const byReturn = back !== -1 && (feed === -1 || back < feed);
      const at = byReturn ? back : feed;
      let next = at + 1;
      if (byReturn) {
        if (next === buffer.length) this.#afterReturn = true;
        else if (buffer[next] === lineFeed) next += 1;
      }
      const blank = this.#atLineStart && at === position;
      this.#atLineStart = true;
      if (blank) return next;
      position = next;
      if (feed !== -1 && feed < next) feed = buffer.indexOf(lineFeed, next);
      if (back !== -1 && back < next) back = buffer.indexOf(carriageReturn, next);
    }
    if (position < buffer.length) this.#atLineStart = false;
    return -1;
  }
}

/** Encodes one event; line feeds in `data` make it several `data` lines. */
export const encodeSse = (event: string | null, data: string): Uint8Array => Buffer.from(formatSse(event, data));

/** The text of one event, for those who gather several before they encode. */
export const formatSse = (event: string | null, data: string): string => {
  const lines = data.includes('\n') || data.includes('\r') ? data.split(/\r\n|\n|\r/).join('\ndata: ') : data;
  return event === null ? `data: ${lines}\n\n` : `event: ${event}\ndata: ${lines}\n\n`;
};

const asBuffer = (chunk: Uint8Array): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

/** Reads the two shapes that OpenAI and Anthropic send without splitting; anything else line by line. */
const parseEvent = (bytes: Buffer, skip: number): SseEvent => {
  const text = bytes.toString('utf8', skip);
  if (!text.includes('\r')) {
    const lastLineEnd = text.length - 2;
    const lineEnd = text.indexOf('\n');
    if (lineEnd === lastLineEnd && text.startsWith('data: ')) return { event: null, data: text.slice(6, lineEnd), bytes };
    if (text.startsWith('event: ') && text.startsWith('data: ', lineEnd + 1) && text.indexOf('\n', lineEnd + 1) === lastLineEnd) {
      return { event: text.slice(7, lineEnd), data: text.slice(lineEnd + 7, lastLineEnd), bytes };
    }
  }
  return parseLines(text, bytes);
};

const parseLines = (text: string, bytes: Buffer): SseEvent => {
  let event: string | null = null;
  const data: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (line === '' || colon === 0) continue;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  }
  return { event, data: data.join('\n'), bytes };
};
