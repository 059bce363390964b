/** `POST /v1/batches`: what is asked for is checked, and the batch stands in the store; the file itself is read by a worker. */
import type { Caller } from '@plimsoll/contract/caller';
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { batchEndpoints, isBatchEndpoint } from '@plimsoll/contract/wire/batches';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { Kysely } from 'kysely';
import { insertBatch, type StoredBatch } from '../store/batches/batches.ts';
import type { Database } from '../store/database.ts';
import { findFile } from '../store/files/files.ts';

const known = new Set(['input_file_id', 'endpoint', 'completion_window', 'metadata']);
const attributionHeaders = ['x-plimsoll-user', 'x-plimsoll-feature', 'x-plimsoll-session'];
const dayMs = 86_400_000;

/** @throws PlimsollError `invalid_request` naming the member that is wrong; `not_found` for a file that is not there, or another tenant's. */
export const createBatch = async (db: Kysely<Database>, caller: Caller, headers: Readonly<Record<string, string | undefined>>, body: JsonObject): Promise<StoredBatch> => {
  const { input_file_id: inputFile, endpoint, completion_window: window } = body;
  const unknown = Object.keys(body).find((member) => !known.has(member));
  if (unknown !== undefined) throw new PlimsollError('invalid_request', `\`${unknown.slice(0, 100)}\` is not known here.`);
  if (typeof inputFile !== 'string') throw new PlimsollError('invalid_request', '`input_file_id` must be the id of an uploaded file.');
  if (!isBatchEndpoint(endpoint)) throw new PlimsollError('invalid_request', `\`endpoint\` must be one of ${Object.keys(batchEndpoints).map((path) => `\`${path}\``).join(', ')}.`);
  if (window !== '24h') throw new PlimsollError('invalid_request', '`completion_window` must be `24h`.');
  const metadata = checkMetadata(body.metadata);
  const file = await findFile(db, caller.tenant, inputFile);
  if (file === undefined) throw new PlimsollError('not_found', `No file has the id ${JSON.stringify(inputFile.slice(0, 100))}.`);
  if (file.purpose !== 'batch') throw new PlimsollError('invalid_request', 'The file of `input_file_id` must have the purpose `batch`.');

  const now = Date.now();
  return insertBatch(db, {
    id: `batch_${newCallId(now)}`,
    tenant: caller.tenant,
    app: caller.app,
    key_id: caller.keyId,
    endpoint,
    completion_window: window,
    input_file: file.id,
    headers: JSON.stringify(Object.fromEntries(attributionHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))),
    metadata: metadata === null ? null : JSON.stringify(metadata),
    status: 'validating',
    paused: false,
    created_at: new Date(now),
    expires_at: new Date(now + dayMs),
    errors: null,
    total: 0,
    completed: 0,
    failed: 0,
    output_file: null,
    error_file: null,
    worker: null,
    job: null,
    look_at: null,
  });
};

/** OpenAI's bounds: 16 pairs, names of 64 characters, values of 512. */
const checkMetadata = (metadata: Json | undefined): JsonObject | null => {
  if (metadata === undefined || metadata === null) return null;
  const wrong = new PlimsollError('invalid_request', '`metadata` must hold at most 16 texts of at most 512 characters, under names of at most 64.');
  if (!isJsonObject(metadata)) throw wrong;
  const pairs = Object.entries(metadata);
  if (pairs.length > 16 || pairs.some(([name, value]) => name.length > 64 || typeof value !== 'string' || value.length > 512)) throw wrong;
  return metadata;
};
