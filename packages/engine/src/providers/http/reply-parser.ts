/**
 * Reads a reply to one request out of a connection's bytes, strictly by RFC 9112 and however the bytes are cut.
 * It knows no sockets: bytes in, head and pieces of body out.
 */
import { ChunkedBody } from './chunked-body.ts';
import { MalformedReply } from './malformed-reply.ts';
import { readHead, type ReplyHead } from './reply-head.ts';

export interface ReplyEvents {
  /** Called once; interim replies are passed over. */
  readonly onHead: (head: ReplyHead) => void;
  /** Lies in the bytes that were fed: whoever feeds them knows how long it stays. */
  readonly onPiece: (piece: Buffer) => void;
  /** @param keepsOpen whether the connection may carry another request. */
  readonly onEnd: (keepsOpen: boolean) => void;
}

/** Status line, headers and the empty line. */
const mostHeadBytes = 32 * 1024;
const mostInterim = 32;
const terminator = Buffer.from('\r\n\r\n');
const protocol = Buffer.from('HTTP/1.');

const inHead = 0;
const inLength = 1;
const inChunks = 2;
const untilClose = 3;
const isOver = 4;

export class ReplyParser {
  readonly #events: ReplyEvents;
  #state = isOver;
  /** The beginning of a head whose end has not come; null while there is none. */
  #partial: Buffer | null = null;
  #partialBytes = 0;
  #interim = 0;
  #leftBytes = 0;
  #chunks: ChunkedBody | null = null;
  #keepsOpen = false;

  constructor(events: ReplyEvents) {
    this.#events = events;
  }

  /** What is fed from now on is another reply. */
  begin(): void {
    this.#state = inHead;
    this.#interim = 0;
  }

  /** Nothing more is reported. */
  stop(): void {
    this.#state = isOver;
    this.#partial = null;
    this.#partialBytes = 0;
    this.#chunks = null;
  }

  /**
   * @param bytes may be changed in place where chunks are put together.
   * @throws MalformedReply after what was right has been reported.
   */
  feed(bytes: Buffer): void {
    let at = 0;
    while (this.#state === inHead && at < bytes.length) at = this.#readHead(bytes, at);
    if (at === bytes.length) return;
    if (this.#state === inLength) {
      const end = Math.min(at + this.#leftBytes, bytes.length);
      this.#leftBytes -= end - at;
      this.#report(bytes, at, end);
      if (this.#leftBytes === 0) this.#finish(end === bytes.length);
    } else if (this.#state === inChunks && this.#chunks !== null) {
      this.#readChunks(this.#chunks, bytes, at);
    } else if (this.#state === untilClose) {
      this.#report(bytes, at, bytes.length);
    }
  }

  /**
   * The connection has ended.
   * @returns whether the reply was whole by it.
   */
  end(): boolean {
    if (this.#state !== untilClose) return false;
    this.#finish(false);
    return true;
  }

  /** @returns where the body begins, or the end of `bytes` when there is more of the head to come. */
  #readHead(bytes: Buffer, from: number): number {
    const partial = this.#partial;
    if (partial === null) {
      const found = bytes.indexOf(terminator, from);
      if (found !== -1 && found - from <= mostHeadBytes - terminator.length) {
        return this.#takeHead(bytes.toString('latin1', from, found), bytes.length, found + terminator.length);
      }
    }
    const head = partial ?? (this.#partial = Buffer.allocUnsafe(mostHeadBytes));
    const before = this.#partialBytes;
    const copied = bytes.copy(head, before, from, Math.min(bytes.length, from + mostHeadBytes - before));
    this.#partialBytes += copied;
    const known = head.subarray(0, this.#partialBytes);
    const found = known.indexOf(terminator, Math.max(0, before - terminator.length + 1));
    if (found === -1) {
      checkPartial(known, before);
      return bytes.length;
    }
    this.#partial = null;
    this.#partialBytes = 0;
    return this.#takeHead(known.toString('latin1', 0, found), bytes.length, from + found + terminator.length - before);
  }

  /** @returns `bodyStart`. */
  #takeHead(text: string, byteCount: number, bodyStart: number): number {
    if (!text.startsWith('HTTP/1.')) throw new MalformedReply('NOT_HTTP');
    const head = readHead(text);
    if (head.status === 101) throw new MalformedReply('SWITCHED_PROTOCOL');
    if (head.status < 200) {
      this.#interim += 1;
      if (this.#interim > mostInterim) throw new MalformedReply('TOO_MANY_INTERIM');
      return bodyStart;
    }
    const { framing } = head;
    this.#keepsOpen = head.keepsOpen;
    if (framing === 'chunked') {
      this.#state = inChunks;
      this.#chunks = new ChunkedBody();
    } else if (framing === 'until-close') {
      this.#state = untilClose;
    } else {
      this.#state = inLength;
      this.#leftBytes = framing;
    }
    this.#events.onHead(head);
    if (framing === 0 && this.#state === inLength) this.#finish(bodyStart === byteCount);
    return bodyStart;
  }

  #readChunks(chunks: ChunkedBody, bytes: Buffer, from: number): void {
    const next = chunks.decode(bytes, from);
    this.#report(bytes, chunks.dataStart, chunks.dataEnd);
    if (this.#state !== inChunks) return;
    if (chunks.fault !== null) throw new MalformedReply(chunks.fault);
    if (chunks.over) this.#finish(next === bytes.length);
  }

  #report(bytes: Buffer, from: number, to: number): void {
    if (from === to) return;
    this.#events.onPiece(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
  }

  /** @param alone whether nothing came behind the reply: what did would be taken for the answer to the next request. */
  #finish(alone: boolean): void {
    if (this.#state === isOver) return;
    this.stop();
    this.#events.onEnd(this.#keepsOpen && alone);
  }
}

/** What can be told of a head before its end has come, so that nobody waits for the end of something else. */
const checkPartial = (known: Buffer, before: number): void => {
  const prefix = Math.min(known.length, protocol.length);
  if (known.compare(protocol, 0, prefix, 0, prefix) !== 0) throw new MalformedReply('NOT_HTTP');
  for (let at = known.indexOf(0x0a, before); at !== -1; at = known.indexOf(0x0a, at + 1)) {
    if (known[at - 1] !== 0x0d) throw new MalformedReply('HEAD_CHARACTER');
  }
  if (known.length === mostHeadBytes) throw new MalformedReply('HEAD_TOO_LONG');
};
