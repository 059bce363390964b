/**
 * The one listening server: the data plane first, because every request pays for what stands in front of it;
 * the control plane and the console behind it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Operation } from '@plimsoll/contract/operation';
import type { ConsoleFiles } from './console-files.ts';
import type { DataPlane } from './data-plane.ts';
import { listenDirectly } from './direct/direct-listener.ts';
import { nodeCall } from './node-call.ts';
import { headersOf } from './request-headers.ts';
import { sendError } from './send-reply.ts';

export interface HttpParts {
  readonly dataPlane: DataPlane;
  /** `/v1/models` and `/v1/models/{id}`; throws PlimsollError. */
  readonly models: (id: string | null, headers: ReturnType<typeof headersOf>) => object;
  /** `/v1/files` and `/v1/batches`; false for any other path. Throws PlimsollError. */
  readonly batches: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Everything under `/api`. */
  readonly control: (request: IncomingMessage, response: ServerResponse) => void;
  readonly console: ConsoleFiles;
  readonly metrics: () => Promise<string>;
  readonly ready: () => Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, boolean>> }>;
}

const dataPaths: ReadonlyMap<string, Operation> = new Map([
  ['/v1/chat/completions', 'chat'],
  ['/v1/messages', 'messages'],
  ['/v1/embeddings', 'embeddings'],
]);

export interface HttpServer {
  readonly server: Server;
  /** Takes no new requests; resolves when the last connection has closed. */
  readonly close: () => Promise<void>;
  /** Closes what is still open. */
  readonly destroyAll: () => void;
}

const headTimeoutMs = 15_000;
/** Longer than the usual load balancer's 60 s, so that it is never we who close a connection it is about to use. */
const keepAliveTimeoutMs = 75_000;

export const createHttpServer = (parts: HttpParts): HttpServer => {
  const server = createServer({ headersTimeout: headTimeoutMs, requestTimeout: 0, keepAliveTimeout: keepAliveTimeoutMs, noDelay: true }, (request, response) => {
    const target = request.url ?? '/';
    const query = target.indexOf('?');
    const path = query === -1 ? target : target.slice(0, query);
    const operation = dataPaths.get(path);
    if (operation !== undefined) {
      const call = nodeCall(request, response);
      if (request.method === 'POST') parts.dataPlane.handle(operation, call);
      else sendError(call, new PlimsollError('method_not_allowed', 'Use POST.'), '', operation === 'messages' ? 'anthropic' : 'openai');
      return;
    }
    void serveRest(parts, path, request, response).catch((error: unknown) => {
      sendError(nodeCall(request, response), error instanceof PlimsollError ? error : new PlimsollError('internal', undefined, { cause: error }), '', 'openai');
    });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  const direct = listenDirectly(server, {
    operationOf: (path) => dataPaths.get(path),
    handle: parts.dataPlane.handle,
    headTimeoutMs,
    keepAliveTimeoutMs,
  });
  return {
    server,
    close: () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      direct.stop();
      return closed;
    },
    destroyAll: () => {
      server.closeAllConnections();
      direct.destroyAll();
    },
  };
};

const serveRest = async (parts: HttpParts, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  if (path === '/api' || path.startsWith('/api/')) return parts.control(request, response);
  if (path.startsWith('/v1/') || path === '/v1') {
    if (await parts.batches(path, request, response)) return;
    if (path !== '/v1/models' && !path.startsWith('/v1/models/')) throw new PlimsollError('not_found');
    if (!reading) throw new PlimsollError('method_not_allowed', 'Use GET.');
    const id = path === '/v1/models' ? null : decode(path.slice('/v1/models/'.length));
    return sendJson(response, 200, parts.models(id, headersOf(request)));
  }
  if (!reading) throw new PlimsollError('method_not_allowed', 'Use GET.');
  switch (path) {
    case '/healthz':
      return sendJson(response, 200, { status: 'ok' });
    case '/readyz': {
      const { ready, checks } = await parts.ready();
      return sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
    }
    case '/metrics': {
      const text = await parts.metrics();
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
      response.end(text);
      return;
    }
    default:
      if (!parts.console.serve(path === '/' ? '/index.html' : path, request, response)) throw new PlimsollError('not_found');
  }
};

const sendJson = (response: ServerResponse, status: number, body: object): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' });
  response.end(text);
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new PlimsollError('not_found');
  }
};
