/**
 * A caller's connection while it carries plain requests: one at a time, each answered before the next is read.
 * At the first request that is not a plain one, the connection goes to Node's HTTP server with every byte of it, for good.
 */
import type { Socket } from 'node:net';
import type { Operation } from '@plimsoll/contract/operation';
import type { HttpCall } from '../http-call.ts';
import { DirectCall, type DirectLine } from './direct-call.ts';
import { readRequestHead, type RequestHead } from './request-head.ts';

/** What a connection needs of the listener. */
export interface DirectParts {
  readonly operationOf: (path: string) => Operation | undefined;
  readonly handle: (operation: Operation, call: HttpCall) => void;
  /** Gives the connection to Node's HTTP server. */
  readonly handOver: (socket: Socket) => void;
  readonly closed: (connection: DirectConnection) => void;
  /** null when the server is stopping: replies close their connections. */
  readonly keepAliveS: () => number | null;
  /** A clock that the listener turns, so that no request has to ask for the time. */
  readonly now: () => number;
}

/** Replies to a caller who is still sending: closing at once would reset the connection and take the reply with it. */
const lingerMs = 2000;

export class DirectConnection implements DirectLine {
  readonly socket: Socket;
  readonly #parts: DirectParts;
  #call: DirectCall | null = null;
  /** Bytes of a head that is not whole, or of what the caller sent ahead. */
  #rest: Buffer | null = null;
  #lingering = false;
  /** When it last became idle, or began to send a head; the listener's clock. */
  #since: number;

  constructor(socket: Socket, parts: DirectParts) {
    this.socket = socket;
    this.#parts = parts;
    this.#since = parts.now();
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', this.#onError);
  }

  /** Null while a call is under way. */
  get idleSince(): { readonly at: number; readonly midHead: boolean } | null {
    return this.#call !== null || this.#lingering ? null : { at: this.#since, midHead: this.#rest !== null };
  }

  readonly keepAliveS = (): number | null => ((this.#call?.missingBytes ?? 0) > 0 ? null : this.#parts.keepAliveS());

  readonly readOn = (): void => void this.socket.resume();

  readonly over = (): void => {
    const call = this.#call;
    this.#call = null;
    this.#since = this.#parts.now();
    if ((call?.missingBytes ?? 0) > 0) return this.#linger();
    if (this.#parts.keepAliveS() === null) {
      this.socket.end();
      return;
    }
    const rest = this.#rest;
    this.#rest = null;
    if (rest === null) return;
    // Sent ahead: not before this reply is on its way.
    setImmediate(() => {
      if (this.socket.destroyed) return;
      this.socket.resume();
      this.#onData(rest);
    });
  };

  readonly #onData = (piece: Buffer): void => {
    if (this.#lingering) return;
    if (this.#call !== null) return this.#onBody(this.#call, piece);
    const bytes = this.#rest === null ? piece : Buffer.concat([this.#rest, piece]);
    if (this.#rest === null) this.#since = this.#parts.now();
    const head = readRequestHead(bytes, this.#parts.operationOf);
    if (head === 'more') {
      this.#rest = bytes;
      return;
    }
    this.#rest = null;
    if (head === null) return this.#handOver(bytes);
    this.#begin(head, bytes);
  };

  #begin(head: RequestHead, bytes: Buffer): void {
    const call = new DirectCall(head, this);
    this.#call = call;
    if (bytes.length > head.bodyAt) this.#onBody(call, bytes.subarray(head.bodyAt));
    this.#parts.handle(head.operation, call);
  }

  #onBody(call: DirectCall, piece: Buffer): void {
    const missing = call.missingBytes;
    if (missing > 0) call.take(piece.length <= missing ? piece : piece.subarray(0, missing));
    if (piece.length > missing) {
      // The next request, ahead of its time. It waits, and more of it stays in the socket.
      const ahead = piece.subarray(missing);
      this.#rest = this.#rest === null ? ahead : Buffer.concat([this.#rest, ahead]);
      this.socket.pause();
    } else if (call.missingBytes > 0 && call.isHolding) {
      this.socket.pause();
    }
  }

  #handOver(bytes: Buffer): void {
    const { socket } = this;
    socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose).off('error', this.#onError);
    this.#parts.closed(this);
    socket.pause();
    socket.unshift(bytes);
    this.#parts.handOver(socket);
    // In the next tick, so before anything new is read.
    socket.resume();
  }

  #linger(): void {
    this.#lingering = true;
    this.socket.end();
    this.socket.resume();
    const timer = setTimeout(() => this.socket.destroy(), lingerMs).unref();
    this.socket.once('close', () => clearTimeout(timer));
  }

  /** As Node's server has it, who closes its side has left: between a caller that hung up and one that only finished writing, TCP knows no difference. */
  readonly #onEnd = (): void => {
    if (this.#call === null) this.socket.end();
    else this.socket.destroy();
  };

  readonly #onClose = (): void => {
    this.#parts.closed(this);
    this.#call?.gone();
    this.#call = null;
  };

  /** `close` follows. */
  readonly #onError = (): void => void this.socket.destroy();
}
