/**
 * One socket to a provider and at most one exchange on it at a time. Whatever happens to the socket, the exchange hears
 * of its end once, and the pool whether the socket can be used again.
 */
import type { Socket } from 'node:net';
import { ConnectionEnd } from './map-failure.ts';
import type { Connect, ConnectTarget } from './open-socket.ts';
import type { ReplyHead } from './reply-head.ts';
import { ReplyParser } from './reply-parser.ts';

/** What a connection needs of the exchange it carries. */
export interface Carried {
  readonly head: string;
  readonly body: Uint8Array;
  /** The socket is open and the request is being sent. */
  readonly onSent: () => void;
  /** Bytes have come. */
  readonly onHeard: () => void;
  readonly onHead: (head: ReplyHead) => void;
  /** Its bytes stay as they are. */
  readonly onPiece: (piece: Buffer) => void;
  readonly onEnd: () => void;
  readonly onFailure: (error: unknown) => void;
  /** Ends it should it have taken too long. */
  readonly keepTime: (nowMs: number) => void;
  /** Ends it, and the connection with it. */
  readonly shutDown: (why: ConnectionEnd) => void;
}

/** What a connection needs of the pool it belongs to. */
export interface Home {
  /** It can carry another exchange, for as long as the provider says. */
  readonly rest: (connection: UpstreamConnection, keepAliveS: number | null) => void;
  /** It is destroyed. */
  readonly forget: (connection: UpstreamConnection) => void;
}

/** A body up to this size is sent as one text with its head; a longer one beside it, uncopied. */
const joinedBytes = 16 * 1024;

/** All plain sockets read into it: what is kept of a read is copied out before the next one. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

export class UpstreamConnection {
  /** When it has been idle for too long; for the pool. */
  idleUntilMs = 0;
  readonly #home: Home;
  readonly #socket: Socket;
  readonly #parser: ReplyParser;
  #carried: Carried | null = null;
  #open = false;
  #paused = false;
  #destroyed = false;
  #keepAliveS: number | null = null;
  /** Whether the bytes that are being read lie in `readBuffer`. */
  #shared = false;

  /** @throws whatever `connect` throws. */
  constructor(connect: Connect, target: Omit<ConnectTarget, 'onread'>, home: Home) {
    this.#home = home;
    this.#parser = new ReplyParser({
      onHead: (head) => {
        this.#keepAliveS = head.keepAliveS;
        this.#carried?.onHead(head);
      },
      onPiece: (piece) => this.#carried?.onPiece(this.#shared ? Buffer.from(piece) : piece),
      onEnd: (keepsOpen) => this.#finish(keepsOpen),
    });
    const callback = (count: number): boolean => {
      this.#receive(readBuffer.subarray(0, count), true);
      return true;
    };
    this.#socket = connect({ ...target, onread: { buffer: readBuffer, callback } });
    this.#socket
      .once(target.secure ? 'secureConnect' : 'connect', () => {
        this.#open = true;
        if (this.#carried !== null) this.#send(this.#carried);
      })
      .on('data', (bytes: Buffer) => this.#receive(bytes, false))
      .on('end', () => this.#ended())
      .on('error', (error) => this.#fail(error))
      .on('close', () => this.#fail(new ConnectionEnd('CLOSED')));
  }

  get carried(): Carried | null {
    return this.#carried;
  }

  /** Sends the request as soon as the socket is open. It must carry no other. */
  carry(exchange: Carried): void {
    this.#carried = exchange;
    this.#parser.begin();
    if (this.#open) this.#send(exchange);
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#socket.resume();
  }

  /** The exchange it carries hears nothing more. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#carried = null;
    this.#parser.stop();
    this.#home.forget(this);
    this.#socket.destroy();
  }

  #send(exchange: Carried): void {
    const { head, body } = exchange;
    exchange.onSent();
    if (body.length <= joinedBytes) {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      // As Latin-1 the bytes stay what they are, and a text leaves in one write.
      this.#socket.write(head + bytes.toString('latin1'), 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
  }

  #receive(bytes: Buffer, shared: boolean): void {
    if (this.#destroyed) return;
    // Nothing was asked: whatever it is, it must not become the answer to the next request.
    if (this.#carried === null) return this.destroy();
    this.#shared = shared;
    this.#carried.onHeard();
    try {
      this.#parser.feed(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #ended(): void {
    if (!this.#parser.end()) this.#fail(new ConnectionEnd('CLOSED'));
  }

  #finish(keepsOpen: boolean): void {
    const exchange = this.#carried;
    this.#carried = null;
    if (keepsOpen && this.#socket.writableLength === 0) {
      if (this.#paused) this.resume();
      this.#home.rest(this, this.#keepAliveS);
    } else {
      this.destroy();
    }
    exchange?.onEnd();
  }

  #fail(error: unknown): void {
    const exchange = this.#carried;
    this.destroy();
    exchange?.onFailure(error);
  }
}
