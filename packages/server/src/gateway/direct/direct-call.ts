/**
 * One plain request on a connection of ours, and its reply.
 */
import type { Socket } from 'node:net';
import type { ReplyHeaders } from '@plimsoll/engine/reply';
import { drained } from '../drained.ts';
import type { HttpCall, ReplyStream } from '../http-call.ts';
import { RequestBody, type BodyEvents, type BodySource } from '../request-body.ts';
import { replyHead } from './reply-head.ts';
import type { RequestHead } from './request-head.ts';

/** Up to this size, bytes are copied beside what goes before them, so that one write takes both; the rest goes uncopied. */
const joinedBytes = 16 * 1024;

/** What a call needs of its connection. */
export interface DirectLine {
  readonly socket: Socket;
  /** For how long the connection is kept after this reply, in seconds; null closes it. */
  readonly keepAliveS: () => number | null;
  /** More of the body is wanted. */
  readonly readOn: () => void;
  /** The reply has been handed over whole. */
  readonly over: () => void;
}

export class DirectCall implements HttpCall, BodySource {
  readonly headers: RequestHead['headers'];
  readonly body: RequestBody;
  readonly declaredBytes: number;
  readonly #line: DirectLine;
  /** Of the body, until somebody reads it. */
  #early: Buffer[] = [];
  #missingBytes: number;
  #events: BodyEvents | null = null;
  #leave: (() => void) | null = null;
  #replied = false;

  constructor({ headers, bodyBytes }: RequestHead, line: DirectLine) {
    this.headers = headers;
    this.declaredBytes = bodyBytes;
    this.#missingBytes = bodyBytes;
    this.#line = line;
    this.body = new RequestBody(this);
  }

  /** Bytes of the body that have not come yet. */
  get missingBytes(): number {
    return this.#missingBytes;
  }

  /** True while nobody has asked for the body: what comes of it is better left in the socket. */
  get isHolding(): boolean {
    return this.#events === null;
  }

  /** The next bytes of the body, no more than are missing. */
  take(piece: Buffer): void {
    this.#missingBytes -= piece.length;
    if (this.#events === null) this.#early.push(piece);
    else {
      this.#events.data(piece);
      if (this.#missingBytes === 0) this.#events.end();
    }
  }

  /** The connection is gone. */
  gone(): void {
    this.#replied = true;
    this.#events?.close();
    this.#leave?.();
  }

  readonly begin = (events: BodyEvents): void => {
    this.#events = events;
    const early = this.#early;
    this.#early = [];
    for (const piece of early) events.data(piece);
    if (this.#missingBytes === 0) events.end();
    else this.#line.readOn();
  };

  readonly onLeave = (leave: (() => void) | null): void => {
    this.#leave = leave;
  };

  readonly replied = (): boolean => this.#replied;

  readonly send = (status: number, headers: ReplyHeaders, body: Uint8Array): void => {
    if (this.#replied) return;
    this.#replied = true;
    const { socket, keepAliveS, over } = this.#line;
    const head = replyHead(status, headers, body.byteLength, keepAliveS());
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (bytes.length <= joinedBytes) {
      // As Latin-1 the bytes stay what they are.
      socket.write(head + bytes.toString('latin1'), 'latin1');
    } else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(bytes);
      socket.uncork();
    }
    over();
  };

  readonly stream = (status: number, headers: ReplyHeaders): ReplyStream => {
    this.#replied = true;
    const { socket, keepAliveS, over } = this.#line;
    socket.write(replyHead(status, headers, 'chunked', keepAliveS()), 'latin1');
    return {
      write: (piece) => writeChunk(socket, piece),
      drained: (signal) => drained(socket, signal),
      end: (last) => {
        if (last !== undefined) writeChunk(socket, Buffer.from(last));
        socket.write('0\r\n\r\n', 'latin1');
        over();
      },
      gone: () => socket.destroyed,
    };
  };

  readonly destroy = (): void => void this.#line.socket.destroy();
}

/** RFC 9112, section 7.1. An empty chunk would end the body. */
const writeChunk = (socket: Socket, piece: Uint8Array): boolean => {
  if (piece.byteLength === 0) return true;
  const size = `${piece.byteLength.toString(16)}\r\n`;
  const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  if (bytes.length <= joinedBytes) return socket.write(`${size}${bytes.toString('latin1')}\r\n`, 'latin1');
  socket.cork();
  socket.write(size, 'latin1');
  socket.write(bytes);
  const more = socket.write('\r\n', 'latin1');
  socket.uncork();
  return more;
};
