/**
 * A provider's HTTP server that does what it is told: OpenAI's chat, embeddings and models, and Anthropic's messages,
 * with any latency, answer or fault. Tests and the benchmark put the gateway in front of it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { ListedModel } from '@plimsoll/contract/wire/models';
import { createSimulatedBatches, type SimulatedBatches } from './batch-api.ts';
import { behaviourFor, changeBehaviour, defaultBehaviour, type Behaviour } from './behaviour.ts';
import { planError } from './fault-plan.ts';
import { parseJson } from './json-values.ts';
import { Ledger, type LedgerRates, type OpenEntry } from './ledger.ts';
import type { Plan } from './plan.ts';
import { planReply } from './plan-reply.ts';
import { beforeHeaders, ConnectionDropped, play } from './playback.ts';
import { createFixedReplies } from './fixed-replies.ts';

export interface SimulatedServerOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  readonly host?: string;
  readonly behaviour?: Partial<Behaviour>;
  readonly models?: readonly string[];
  /** Refuses requests that do not carry it; null lets everyone in. */
  readonly apiKey?: string | null;
  readonly rates?: LedgerRates;
  /**
   * Answers every request with the same rendered bytes, reads nothing of it but whether it asks for a stream,
   * and counts instead of keeping entries: for benchmarks, where the upstream must cost next to nothing.
   */
  readonly fixed?: boolean;
}

export interface SimulatedServer {
  /** E.g. `http://127.0.0.1:40123`, Anthropic's base URL. */
  readonly url: string;
  /** `url` with `/v1`, OpenAI's base URL. */
  readonly openAiUrl: string;
  readonly ledger: Ledger;
  /** Its batch APIs. */
  readonly batches: SimulatedBatches;
  /** Lays these over the default behaviour, for the requests from now on. */
  readonly behave: (changes: Partial<Behaviour>) => void;
  /** Connections open at the moment. */
  readonly connections: () => Promise<number>;
  /** Destroys what is still open. */
  readonly close: () => Promise<void>;
}

const operationOf: Readonly<Record<string, Operation>> = {
  '/v1/chat/completions': 'chat',
  '/v1/messages': 'messages',
  '/v1/embeddings': 'embeddings',
};
const mostBodyBytes = 64 * 1024 * 1024;

const listedModel = (id: string): ListedModel => ({
  id,
  object: 'model',
  created: 0,
  owned_by: 'simulated',
  type: 'model',
  display_name: id,
  created_at: '1970-01-01T00:00:00Z',
});

class BodyTooLarge extends Error {}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBodyBytes) throw new BodyTooLarge();
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
};

const parsed = (text: string): JsonObject | null => {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
};

const plainHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

/** Resolves when the piece has left for the system, or the connection has gone. */
const flushed = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    response.write(bytes, () => resolve());
    response.once('close', resolve);
  });

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });

const carryOut = async (response: ServerResponse, plan: Plan, behaviour: Behaviour, entry: OpenEntry, signal: AbortSignal): Promise<void> => {
  await beforeHeaders(behaviour, plan, signal);
  response.writeHead(plan.status, plan.headers);
  if (plan.stream || behaviour.dripMs !== null) response.flushHeaders();
  let lastWrite: Promise<void> | null = null;
  try {
    for await (const piece of play(behaviour, plan, signal)) {
      if (behaviour.drop !== null) lastWrite = flushed(response, piece.bytes);
      else if (!response.write(piece.bytes)) await drained(response);
      entry.sent(piece.bytes, piece.tokens);
    }
  } catch (error) {
    if (error instanceof ConnectionDropped) await lastWrite;
    throw error;
  }
  response.end();
};

/** Starts the server and waits until it listens. */
export const createSimulatedServer = async (options: SimulatedServerOptions = {}): Promise<SimulatedServer> => {
  const { port = 0, host = '127.0.0.1', models = ['simulated'], apiKey = null, fixed = false } = options;
  const ledger = new Ledger(options.rates);
  let defaults: Behaviour = { ...defaultBehaviour, ...options.behaviour };

  const plan = (request: IncomingMessage, operation: Operation, body: JsonObject | null): { plan: Plan; behaviour: Behaviour } => {
    const refuse = (status: number, message: string) => ({ plan: planError(operation, status, message), behaviour: defaultBehaviour });
    const sentKey = request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer /i, '');
    if (apiKey !== null && sentKey !== apiKey) return refuse(401, `Incorrect API key provided: ${String(sentKey)}.`);
    if (body === null) return refuse(400, 'The body is not a JSON object.');
    try {
      const header = request.headers['x-simulate'];
      const behaviour = behaviourFor(defaults, body, Array.isArray(header) ? header[0] : header);
      return { plan: planReply(operation, body, behaviour), behaviour };
    } catch (error) {
      return refuse(400, error instanceof Error ? error.message : String(error));
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, operation: Operation): Promise<void> => {
    const bodyText = (await readBody(request)).toString('utf8');
    const body = parsed(bodyText);
    const entry = ledger.open({ path: request.url ?? '', headers: plainHeaders(request), body, bodyText });
    const left = new AbortController();
    response.once('close', () => {
      entry.end(response.writableFinished ? 'finished' : 'aborted');
      left.abort();
    });
    const made = plan(request, operation, body);
    entry.planned(made.plan.status, made.plan.stream, made.plan.inputTokens);
    try {
      await carryOut(response, made.plan, made.behaviour, entry, left.signal);
    } catch (error) {
      if (error instanceof ConnectionDropped) entry.end('dropped');
      else if (!left.signal.aborted) throw error;
      response.socket?.destroy();
    }
  };

  const planBatched = (operation: Operation, body: JsonObject): Plan => {
    try {
      return planReply(operation, body, behaviourFor(defaults, body, undefined));
    } catch (error) {
      return planError(operation, 400, error instanceof Error ? error.message : String(error));
    }
  };
  const batches = createSimulatedBatches(ledger, planBatched);
  const batchPath = /^\/v1\/(?:files|batches|messages\/batches)\b/;

  const batched = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sentKey = request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer /i, '');
    if (apiKey !== null && sentKey !== apiKey) return sendJson(response, 401, { error: { message: `Incorrect API key provided: ${String(sentKey)}.` } });
    const reply = await batches.answer(request, await readBody(request));
    if (reply === 'drop') response.socket?.destroy();
    else if (reply === null) sendJson(response, 404, { error: { message: 'Not here.' } });
    else response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text);
  };

  const administer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    switch (`${request.method} ${request.url}`) {
      case 'GET /v1/models':
        return sendJson(response, 200, {
          object: 'list',
          data: models.map(listedModel),
          has_more: false,
          first_id: models[0] ?? null,
          last_id: models.at(-1) ?? null,
        });
      case 'GET /ledger':
        return sendJson(response, 200, { totals: ledger.totals(), entries: ledger.entries });
      case 'DELETE /ledger':
        ledger.clear();
        return sendJson(response, 200, {});
      case 'PUT /behaviour': {
        defaults = changeBehaviour(defaults, parseJson((await readBody(request)).toString('utf8')));
        return sendJson(response, 200, defaults);
      }
      default:
        return sendJson(response, 404, { error: { message: 'Not here.', type: 'invalid_request_error', param: null, code: null } });
    }
  };

  const fixedReplies = fixed ? createFixedReplies(defaults, ledger) : null;
  const server = createServer({ noDelay: true, keepAliveTimeout: 120_000, requestTimeout: 0 }, (request, response) => {
    const operation = request.method === 'POST' ? operationOf[request.url ?? ''] : undefined;
    if (operation !== undefined && fixedReplies !== null) {
      fixedReplies(request, response, operation);
      return;
    }
    const other = batchPath.test(request.url ?? '') ? batched : administer;
    const work = operation === undefined ? other(request, response) : answer(request, response, operation);
    work.catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy();
      else sendJson(response, error instanceof BodyTooLarge ? 413 : 400, { error: { message: String(error), type: 'invalid_request_error' } });
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  const url = `http://${host}:${address.port}`;

  return {
    url,
    openAiUrl: `${url}/v1`,
    ledger,
    batches,
    behave: (changes) => {
      defaults = { ...defaults, ...changes };
    },
    connections: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
