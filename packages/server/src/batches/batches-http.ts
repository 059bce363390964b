/** `/v1/files` and `/v1/batches` over HTTP: who asks, for which of them, and the answer in OpenAI's form. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '@plimsoll/contract/caller';
import type { BatchesConfig } from '@plimsoll/contract/config/batches-config';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { openStatuses } from '@plimsoll/contract/wire/batches';
import { filePurposes } from '@plimsoll/contract/wire/files';
import type { Kysely } from 'kysely';
import { bodyOf } from '../gateway/node-call.ts';
import { RequestBody } from '../gateway/request-body.ts';
import { headersOf } from '../gateway/request-headers.ts';
import { findBatch, listBatches, type StoredBatch } from '../store/batches/batches.ts';
import { outputOf } from '../store/batches/results.ts';
import type { Database } from '../store/database.ts';
import { chunksOf } from '../store/files/chunks.ts';
import { deleteFile, findFile, listFiles, type StoredFile } from '../store/files/files.ts';
import { cancelBatch } from './cancel-batch.ts';
import { createBatch } from './create-batch.ts';
import { sendContent, sendObject } from './send-object.ts';
import { uploadFile } from './upload-file.ts';
import { batchObject, fileObject, listPage } from './wire-objects.ts';

export interface BatchesHttpOptions {
  readonly db: Kysely<Database>;
  readonly config: () => BatchesConfig;
  readonly requestTimeoutMs: () => number;
  /** @throws PlimsollError when the request carries no key that may use the data plane. */
  readonly callerOf: (headers: ReturnType<typeof headersOf>, changesState: boolean) => Caller;
  /** A batch may be waiting for a worker. */
  readonly wake: () => void;
}

/** @returns false when the path is none of these. @throws PlimsollError for every refusal. */
export type BatchesHttp = (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

interface Asked {
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly id: string;
}

type Handler = (asked: Asked) => Promise<object | void>;

const largestBody = 64 * 1024;
const bodyTimeoutMs = 15_000;

export const createBatchesHttp = ({ db, config, requestTimeoutMs, callerOf, wake }: BatchesHttpOptions): BatchesHttp => {
  const shown = (file: StoredFile) => fileObject(file, config().keep_days);
  const fileOf = async ({ caller, id }: Asked): Promise<StoredFile> => {
    const file = await findFile(db, caller.tenant, id);
    if (file === undefined) throw new PlimsollError('not_found', 'No file has this id.');
    return file;
  };
  const batchOf = async ({ caller, id }: Asked): Promise<StoredBatch> => {
    const batch = await findBatch(db, caller.tenant, id);
    if (batch === undefined) throw new PlimsollError('not_found', 'No batch has this id.');
    return batch;
  };

  const routes: Readonly<Record<string, Handler>> = {
    'POST /v1/files': async ({ caller, request }) => shown(await uploadFile(db, request, caller, config(), requestTimeoutMs())),
    'GET /v1/files': async ({ caller, query }) => {
      const limit = numberIn(query, 'limit', 1000, 1000);
      const order = query.get('order') === 'asc' ? 'asc' : 'desc';
      const asked = query.get('purpose');
      const purpose = filePurposes.find((one) => one === asked) ?? null;
      if (asked !== null && purpose === null) return listPage([], limit, shown);
      return listPage(await listFiles(db, caller.tenant, { limit, order, after: query.get('after') }, purpose), limit, shown);
    },
    'GET /v1/files/:id': async (asked) => shown(await fileOf(asked)),
    'GET /v1/files/:id/content': async (asked) => {
      const { id, bytes, batch, failed, filename } = await fileOf(asked);
      await sendContent(asked.response, batch !== null && failed !== null ? outputOf(db, batch, failed) : chunksOf(db, id), bytes, filename);
    },
    'DELETE /v1/files/:id': async (asked) => {
      const file = await fileOf(asked);
      const inUse = await db.selectFrom('batches').select('id').where('tenant', '=', file.tenant).where('input_file', '=', file.id).where('status', 'in', [...openStatuses]).executeTakeFirst();
      if (inUse !== undefined) throw new PlimsollError('conflict', `The batch ${inUse.id} still reads this file; cancel it first.`);
      await deleteFile(db, file);
      return { id: file.id, object: 'file', deleted: true };
    },
    'POST /v1/batches': async ({ caller, request }) => {
      const batch = await createBatch(db, caller, headersOf(request), await readObject(request));
      wake();
      return batchObject(batch);
    },
    'GET /v1/batches': async ({ caller, query }) => {
      const limit = numberIn(query, 'limit', 20, 100);
      return listPage(await listBatches(db, caller.tenant, { limit, after: query.get('after') }), limit, batchObject);
    },
    'GET /v1/batches/:id': async (asked) => batchObject(await batchOf(asked)),
    'POST /v1/batches/:id/cancel': async (asked) => {
      const cancelled = await cancelBatch(db, await batchOf(asked));
      wake();
      return batchObject(cancelled);
    },
  };
  const methodsAt = (pattern: string): readonly string[] => Object.keys(routes).flatMap((route) => (route.endsWith(` ${pattern}`) ? [route.slice(0, route.indexOf(' '))] : []));

  return async (path, request, response) => {
    const [, , kind, id = '', action] = path.split('/');
    if (kind !== 'files' && kind !== 'batches') return false;
    const pattern = `/v1/${kind}${id === '' ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`;
    const caller = callerOf(headersOf(request), request.method !== 'GET' && request.method !== 'HEAD');
    const methods = methodsAt(pattern);
    if (methods.length === 0 || path.split('/').length > 5) throw new PlimsollError('not_found');
    const handler = routes[`${request.method} ${pattern}`];
    if (handler === undefined) throw new PlimsollError('method_not_allowed', `Use ${methods.join(' or ')}.`);
    const query = new URL(request.url ?? '/', 'http://plimsoll').searchParams;
    try {
      const object = await handler({ caller, request, response, query, id });
      if (object !== undefined) sendObject(response, object);
    } catch (error) {
      // Whatever is not in the catalogue came from the store.
      throw error instanceof PlimsollError ? error : new PlimsollError('store_unavailable', undefined, { cause: error });
    }
    return true;
  };
};

const numberIn = (query: URLSearchParams, name: string, fallback: number, most: number): number => {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new PlimsollError('invalid_request', `\`${name}\` must be a whole number from 1 to ${most}.`);
  return Math.min(value, most);
};

const readObject = async (request: IncomingMessage): Promise<JsonObject> => {
  const body = new RequestBody(bodyOf(request));
  const bytes = await body.read({ maxBytes: largestBody, timeoutMs: bodyTimeoutMs }, Number.POSITIVE_INFINITY);
  body.release();
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    if (isJsonObject(parsed)) return parsed;
  } catch {
    throw new PlimsollError('invalid_json');
  }
  throw new PlimsollError('invalid_request', 'The body must be a JSON object.');
};
