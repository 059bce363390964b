/**
 * A call over Node's own HTTP server.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplyHeaders } from '@plimsoll/engine/reply';
import { drained } from './drained.ts';
import type { HttpCall, ReplyStream } from './http-call.ts';
import { RequestBody, type BodySource } from './request-body.ts';
import { headersOf } from './request-headers.ts';

/** A body up to this size is copied behind its head; a longer one is written beside it, uncopied. */
const joinedBytes = 16 * 1024;

const lingerMs = 2000;

export const nodeCall = (request: IncomingMessage, response: ServerResponse): HttpCall => {
  let leave: (() => void) | null = null;
  response.on('close', () => leave?.());
  return {
    headers: headersOf(request),
    body: new RequestBody(bodyOf(request)),
    onLeave: (callback) => {
      leave = callback;
    },
    replied: () => response.headersSent || response.destroyed,
    send: (status, headers, body) => {
      if (!request.complete) linger(request);
      send(response, status, headers, body);
    },
    stream: (status, headers) => stream(response, status, headers),
    destroy: () => void response.destroy(),
  };
};

export const bodyOf = (request: IncomingMessage): BodySource => ({
  declaredBytes: Number(request.headers['content-length'] ?? 0),
  // Never taken off again: once nobody waits they do nothing, and they go with the request. It errors only where somebody listens for it.
  begin: ({ data, end, close }) => void request.on('data', data).on('end', end).on('close', close),
});

const send = (response: ServerResponse, status: number, headers: ReplyHeaders, body: Uint8Array): void => {
  // A flat list: Node takes names and values from it as they are.
  const flat: string[] = [];
  for (const name in headers) flat.push(name, headers[name] ?? '');
  flat.push('content-length', String(body.byteLength));
  response.writeHead(status, flat);
  // As Latin-1 the bytes stay what they are, and Node joins a text with the head, so that both leave in one write.
  if (body.byteLength <= joinedBytes) response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
  else response.end(body);
};

const stream = (response: ServerResponse, status: number, headers: ReplyHeaders): ReplyStream => {
  response.writeHead(status, headers);
  response.flushHeaders();
  return {
    write: (piece) => response.write(piece),
    drained: (signal) => drained(response, signal),
    end: (last) => void (last === undefined ? response.end() : response.end(last)),
    gone: () => response.destroyed,
  };
};

/**
 * Reads the rest of a body that nobody wants, for a while: closing at once would reset the connection under a caller
 * who is still sending, and take the answer with it.
 */
const linger = (request: IncomingMessage): void => {
  request.resume();
  const timer = setTimeout(() => request.destroy(), lingerMs).unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
};
