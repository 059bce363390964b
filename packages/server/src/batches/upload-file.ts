/** Takes an upload into the store: in chunks, and visible only once it is whole and fits into its tenant's quota. */
import type { IncomingMessage } from 'node:http';
import type { Caller } from '@plimsoll/contract/caller';
import type { BatchesConfig } from '@plimsoll/contract/config/batches-config';
import { PlimsollError } from '@plimsoll/contract/errors';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { Kysely } from 'kysely';
import { storableText } from '../store/calls/storable-text.ts';
import type { Database } from '../store/database.ts';
import { chunkBytes, insertChunk } from '../store/files/chunks.ts';
import { completeFile, deleteFile, insertFile, type StoredFile } from '../store/files/files.ts';
import { readUpload } from './read-upload.ts';

const megabyte = 1_048_576;
const longestFilename = 255;

/** @throws PlimsollError as `readUpload` does; `invalid_request` for another purpose; `conflict` where the quota is used up. */
export const uploadFile = async (db: Kysely<Database>, request: IncomingMessage, caller: Caller, config: BatchesConfig, timeoutMs: number): Promise<StoredFile> => {
  const now = new Date();
  const file: StoredFile = {
    id: `file-${newCallId(now.getTime())}`,
    tenant: caller.tenant,
    purpose: 'batch',
    filename: '',
    bytes: 0,
    created_at: now,
    complete: false,
    batch: null,
    failed: null,
  };
  await insertFile(db, file);
  try {
    const chunks = chunkWriter(db, file.id);
    const { filename, bytes, fields } = await readUpload(request, { maxBytes: Math.floor(config.max_file_mb * megabyte), timeoutMs }, chunks.add);
    await chunks.flush();
    const other = [...fields.keys()].find((field) => field !== 'purpose');
    if (other !== undefined) throw new PlimsollError('invalid_request', `\`${other.slice(0, 100)}\` is not known here; \`batches.keep_days\` says how long files are kept.`);
    const purpose = fields.get('purpose');
    if (purpose !== 'batch') throw new PlimsollError('invalid_request', '`purpose` must be `batch`: this server keeps files for batches alone.');
    if (bytes === 0) throw new PlimsollError('invalid_request', '`file` is empty.');
    const named = { ...file, filename: storableText(filename).slice(0, longestFilename), bytes, complete: true };
    await db.updateTable('files').set({ filename: named.filename }).where('id', '=', file.id).execute();
    if (!(await completeFile(db, file, bytes, config.tenant_files_mb * megabyte))) {
      throw new PlimsollError('conflict', `This tenant's files may hold ${config.tenant_files_mb} MiB together (\`batches.tenant_files_mb\`); delete some first.`);
    }
    return named;
  } catch (error) {
    await deleteFile(db, file).catch(() => undefined);
    throw error;
  }
};

/** Pieces arrive as the network cuts them; the store gets them in equal ones. */
const chunkWriter = (db: Kysely<Database>, file: string) => {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let place = 0;
  const flush = async (): Promise<void> => {
    if (waitingBytes === 0) return;
    const data = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await insertChunk(db, file, place++, data);
  };
  return {
    add: async (piece: Buffer): Promise<void> => {
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waitingBytes >= chunkBytes) await flush();
    },
    flush,
  };
};
