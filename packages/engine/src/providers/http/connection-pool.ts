/**
 * The connections to one provider. The one that rested last is used first: it is the least likely to be closed by the
 * other side, and those that are not needed grow old together.
 */
import type { Connect, ConnectTarget } from './open-socket.ts';
import { UpstreamConnection, type Home } from './upstream-connection.ts';

const mostIdleMs = 30_000;

export class ConnectionPool implements Home {
  readonly #connect: Connect;
  readonly #target: Omit<ConnectTarget, 'onread'>;
  readonly #all = new Set<UpstreamConnection>();
  #idle: UpstreamConnection[] = [];
  /** Set once it is being closed: resolves when no connection is left. */
  #onEmpty: (() => void) | null = null;

  constructor(connect: Connect, target: Omit<ConnectTarget, 'onread'>) {
    this.#connect = connect;
    this.#target = target;
  }

  get all(): ReadonlySet<UpstreamConnection> {
    return this.#all;
  }

  /** Connections that carry an exchange. */
  get busy(): number {
    return this.#all.size - this.#idle.length;
  }

  /** @throws whatever the opening of a socket throws at once. */
  take(nowMs: number): UpstreamConnection {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (last.idleUntilMs > nowMs) return last;
      last.destroy();
    }
    const fresh = new UpstreamConnection(this.#connect, this.#target, this);
    this.#all.add(fresh);
    return fresh;
  }

  rest(connection: UpstreamConnection, keepAliveS: number | null): void {
    // A second less than the provider says: a request sent just then would meet a closed connection.
    const idleMs = keepAliveS === null ? mostIdleMs : Math.min(mostIdleMs, (keepAliveS - 1) * 1000);
    if (this.#onEmpty !== null || idleMs <= 0) return connection.destroy();
    connection.idleUntilMs = performance.now() + idleMs;
    this.#idle.push(connection);
  }

  forget(connection: UpstreamConnection): void {
    this.#all.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
    if (this.#all.size === 0) this.#onEmpty?.();
  }

  /** Destroys the connections that have been idle for too long. */
  dropIdle(nowMs: number): void {
    for (const connection of this.#idle.filter(({ idleUntilMs }) => idleUntilMs <= nowMs)) connection.destroy();
  }

  /** Destroys what is idle now and from now on, and waits until no connection is left, at most `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    this.dropIdle(Infinity);
    if (this.#all.size === 0) return;
    const timer = setTimeout(resolve, graceMs);
    await promise;
    clearTimeout(timer);
  }
}
