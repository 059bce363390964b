/** The control plane as functions. Replies are checked against the contract, so that a verb never works on something else. */
import { apiError } from '@plimsoll/contract/api/error';
import { attribution, avoidable, savings } from '@plimsoll/contract/api/attribution';
import { batchesChanged, batchesPage, batchSummary } from '@plimsoll/contract/api/batches';
import { budgetInForce, budgetList } from '@plimsoll/contract/api/budgets';
import { cacheFigures, cacheInvalidated } from '@plimsoll/contract/api/cache';
import { limitList } from '@plimsoll/contract/api/limits';
import { spend } from '@plimsoll/contract/api/spend';
import { createdKey, apiKey, keyList, type CreateKeyRequest, type RotateKeyRequest } from '@plimsoll/contract/api/keys';
import { system } from '@plimsoll/contract/api/system';
import { traceDetail, tracesPage, type TracesQuery } from '@plimsoll/contract/api/traces';
import { z } from 'zod';
import type { Connection } from './connection.ts';
import { CliError } from './exit-code.ts';

/** Longer than a report over many records may take. */
const deadlineMs = 60_000;

type Given = Readonly<Record<string, string | number | undefined>>;
/** A trace may hold a whole conversation; nothing else comes near. */
const maxReplyBytes = 64 * 1_024 * 1_024;

export type Client = ReturnType<typeof createClient>;

/** Every function throws CliError: `usage` for a request the server found invalid, `fail` when it refuses, else `infrastructure`. */
export const createClient = (connection: Connection) => {
  const ask = async <Reply>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, reply: z.ZodType<Reply>, body?: object): Promise<Reply> => {
    const { status, text } = await send(connection, method, path, body);
    if (status < 200 || status > 299) throw refusal(status, text, connection);
    const parsed = reply.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    throw new CliError('infrastructure', `What answers at ${connection.url.origin}${path} is not Plimsoll, or another version of it.`);
  };

  return {
    listKeys: () => ask('GET', '/api/keys', keyList),
    createKey: (request: CreateKeyRequest) => ask('POST', '/api/keys', createdKey, request),
    rotateKey: (id: string, request: RotateKeyRequest) => ask('POST', `/api/keys/${encodeURIComponent(id)}/rotate`, createdKey, request),
    revokeKey: (id: string) => ask('DELETE', `/api/keys/${encodeURIComponent(id)}`, apiKey),
    listTraces: (query: TracesQuery) => ask('GET', `/api/traces${search(query)}`, tracesPage),
    readTrace: (id: string) => ask('GET', `/api/traces/${encodeURIComponent(id)}`, traceDetail),
    readSpend: () => ask('GET', '/api/spend', spend),
    readAttribution: (query: Given) => ask('GET', `/api/spend/by${search(query)}`, attribution),
    readAvoidable: (query: Given) => ask('GET', `/api/spend/avoidable${search(query)}`, avoidable),
    readSavings: (query: Given) => ask('GET', `/api/spend/savings${search(query)}`, savings),
    /** The file as the server writes it. */
    exportSpend: async (query: Given): Promise<string> => {
      const { status, text } = await send(connection, 'GET', `/api/spend/export${search(query)}`);
      if (status !== 200) throw refusal(status, text, connection);
      return text;
    },
    listBudgets: () => ask('GET', '/api/budgets', budgetList),
    setBudget: (name: string, settings: Given) => ask('PUT', `/api/budgets/${encodeURIComponent(name)}`, budgetInForce, settings),
    revertBudget: async (name: string): Promise<void> => {
      const { status, text } = await send(connection, 'DELETE', `/api/budgets/${encodeURIComponent(name)}`);
      if (status < 200 || status > 299) throw refusal(status, text, connection);
    },
    readLimits: () => ask('GET', '/api/limits', limitList),
    readCache: () => ask('GET', '/api/cache', cacheFigures),
    forgetAnswers: (query: Given) => ask('DELETE', `/api/cache${search(query)}`, cacheInvalidated),
    listBatches: (query: Given) => ask('GET', `/api/batches${search(query)}`, batchesPage),
    changeBatch: (id: string, change: 'pause' | 'resume' | 'cancel') => ask('POST', `/api/batches/${encodeURIComponent(id)}/${change}`, batchSummary),
    holdBatches: (change: 'pause' | 'resume') => ask('POST', `/api/batches/${change}`, batchesChanged),
    readSystem: () => ask('GET', '/api/system', system),
    readOpenApi: () => ask('GET', '/api/openapi.json', z.looseObject({ openapi: z.string() })),
    /** Whether the server takes requests, by `/readyz`. */
    isReady: async (): Promise<boolean> => (await send(connection, 'GET', '/readyz')).status === 200,
  };
};

const send = async (
  { url, key }: Connection,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly text: string }> => {
  const base = url.origin + url.pathname.replace(/\/+$/, '');
  try {
    const response = await fetch(base + path, {
      method,
      // A redirect could carry the key somewhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
      headers: {
        accept: 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await readText(response) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const why = error instanceof Error && error.name === 'TimeoutError' ? `did not answer within ${deadlineMs / 1_000} s` : 'cannot be reached';
    throw new CliError(
      'infrastructure',
      `The server at ${url.origin} ${why}. Start it with \`plimsoll start\`, or name another with --url or PLIMSOLL_URL.`,
      { cause: error },
    );
  }
};

const readText = async (response: Response): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const body: ReadableStream<Uint8Array> | null = response.body;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > maxReplyBytes) throw new CliError('infrastructure', 'The reply is larger than anything Plimsoll sends.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

const refusal = (status: number, text: string, { url, key }: Connection): CliError => {
  const parsed = apiError.safeParse(parse(text));
  if (!parsed.success) return new CliError('infrastructure', `The server at ${url.origin} answered ${status}, and not as Plimsoll does.`);
  const { code, message, issues = [] } = parsed.data.error;
  const lines = [message, ...issues.map((issue) => `  ${issue.path === '' ? '' : `${issue.path}: `}${issue.message}`)];
  if (status === 401) {
    lines.push(key === null ? 'Set PLIMSOLL_KEY to a key; the server prints one on its first start.' : 'The key was taken from PLIMSOLL_KEY or PLIMSOLL_ADMIN_KEY.');
  }
  const kind = status >= 500 ? 'infrastructure' : code === 'invalid_request' ? 'usage' : 'fail';
  return new CliError(kind, lines.join('\n'), { code });
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const search = (query: TracesQuery | Given): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : []));
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
};
