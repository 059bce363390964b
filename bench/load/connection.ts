/**
 * One keep-alive connection that has at most one request under way: a raw socket, so that a request costs the generator
 * less than it costs any gateway.
 */
import { connect, type Socket } from 'node:net';
import { MessageReader } from '../wire/message-reader.ts';

/** Reads one reply after another and says what it thinks of them. */
export interface ReplyCheck {
  readonly onHead: (head: string) => void;
  readonly onBody: (piece: Buffer) => void;
  /** @throws Error when the reply is not what it should be. */
  readonly onEnd: () => void;
}

/** Every socket reads into the same memory: a read is consumed before the next one begins. */
const readBuffer = Buffer.allocUnsafe(65_536);

/** No reply takes longer than this, else the connection is given up. */
const silenceMs = 30_000;

export class Connection {
  readonly #check: ReplyCheck;
  readonly #socket: Socket;
  #settle: ((error: Error | null) => void) | null = null;
  #closed = false;

  private constructor(socket: Socket, check: ReplyCheck) {
    this.#socket = socket;
    this.#check = check;
  }

  /** @throws Error when nothing listens there. */
  static open(port: number, check: ReplyCheck): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const reader = new MessageReader({ onHead: check.onHead, onBody: check.onBody, onEnd: () => connection.#finished() });
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer: readBuffer,
          callback: (length) => {
            try {
              reader.feed(readBuffer.subarray(0, length));
            } catch (error) {
              connection.#fail(error instanceof Error ? error : new Error(String(error)));
            }
            return true;
          },
        },
      });
      const connection = new Connection(socket, check);
      socket.setTimeout(silenceMs, () => connection.#fail(new Error(`no reply within ${silenceMs} ms`)));
      socket.once('connect', () => resolve(connection));
      socket.on('error', (error) => {
        reject(error);
        connection.#fail(error);
      });
      socket.on('close', () => connection.#fail(new Error('the connection was closed before the reply was whole')));
    });
  }

  /** False once it was closed or has failed. */
  get usable(): boolean {
    return !this.#closed;
  }

  /** Sends a rendered request. `settle` is called once, with the error or with null when the reply was whole and right. */
  send(request: Buffer, settle: (error: Error | null) => void): void {
    this.#settle = settle;
    if (this.#closed) return this.#fail(new Error('the connection was closed between two requests'));
    this.#socket.write(request);
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #finished(): void {
    const settle = this.#settle;
    this.#settle = null;
    if (settle === null) return this.#fail(new Error('a reply came that nobody asked for'));
    let wrong: Error | null = null;
    try {
      this.#check.onEnd();
    } catch (error) {
      wrong = error instanceof Error ? error : new Error(String(error));
    }
    settle(wrong);
  }

  #fail(error: Error): void {
    this.close();
    const settle = this.#settle;
    this.#settle = null;
    settle?.(error);
  }
}
