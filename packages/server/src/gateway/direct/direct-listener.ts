/**
 * Stands before Node's HTTP server on the same port and takes the plain requests of the data plane; see decision 0007.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Operation } from '@plimsoll/contract/operation';
import type { HttpCall } from '../http-call.ts';
import { DirectConnection, type DirectParts } from './direct-connection.ts';

export interface DirectListenerOptions {
  readonly operationOf: (path: string) => Operation | undefined;
  readonly handle: (operation: Operation, call: HttpCall) => void;
  /** From the first byte of a request's head to its last. */
  readonly headTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
}

export interface DirectListener {
  /** No further request is taken on connections that are idle, and those under way are closed with their reply. */
  readonly stop: () => void;
  readonly destroyAll: () => void;
}

/** Connections are looked over this often, so that none needs a timer of its own. */
const lookMs = 1000;

export const listenDirectly = (server: Server, options: DirectListenerOptions): DirectListener => {
  const [toNode] = server.listeners('connection');
  server.removeAllListeners('connection');
  const connections = new Set<DirectConnection>();
  let stopping = false;
  let nowMs = performance.now();

  const parts: DirectParts = {
    operationOf: options.operationOf,
    handle: options.handle,
    handOver: (socket) => {
      if (toNode !== undefined) Reflect.apply(toNode, server, [socket]);
    },
    closed: (connection) => void connections.delete(connection),
    keepAliveS: () => (stopping ? null : Math.floor(options.keepAliveTimeoutMs / 1000)),
    now: () => nowMs,
  };

  server.on('connection', (socket: Socket) => connections.add(new DirectConnection(socket, parts)));

  const look = setInterval(() => {
    nowMs = performance.now();
    for (const connection of connections) {
      const idle = connection.idleSince;
      if (idle === null) continue;
      const limitMs = idle.midHead ? options.headTimeoutMs : options.keepAliveTimeoutMs;
      // The clock may be behind by one look, so this is late rather than early.
      if (nowMs - idle.at > limitMs + lookMs) connection.socket.destroy();
    }
  }, lookMs).unref();
  server.once('close', () => clearInterval(look));

  return {
    stop: () => {
      stopping = true;
      for (const connection of connections) if (connection.idleSince !== null) connection.socket.destroy();
    },
    destroyAll: () => {
      for (const connection of connections) connection.socket.destroy();
    },
  };
};
