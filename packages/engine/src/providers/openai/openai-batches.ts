/**
 * OpenAI's Batch API: a file of requests is uploaded, a batch is made of it, and its answers lie in two more files.
 * Source: https://platform.openai.com/docs/api-reference/batch
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { asJsonObject, isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import type { BatchedAnswer, BatchLook, ProviderBatches } from '../../provider-batches.ts';
import type { BatchClient } from '../http/batch-client.ts';

/** OpenAI takes 50,000 requests and 200 MB; less is less to lose at once, and less to hold in memory. */
const mostRequests = 10_000;
const mostBytes = 48 * 1024 * 1024;

const endpoints: Readonly<Partial<Record<Operation, string>>> = { chat: '/v1/chat/completions', embeddings: '/v1/embeddings' };
const markName = 'plimsoll_part';
/** Batches that are looked through for a mark, the newest first, a page of a hundred at a time. */
const pagesSearched = 10;
const cancellable = new Set(['validating', 'in_progress']);
const ends = new Set(['completed', 'failed', 'expired', 'cancelled']);

export const openAiBatches = (client: BatchClient): ProviderBatches => {
  /** Best effort. */
  const deleteFile = (file: string, signal: AbortSignal): Promise<unknown> => client.json({ method: 'DELETE', path: `/files/${encodeURIComponent(file)}` }, signal).catch(() => undefined);
  const retrieve = (id: string, signal: AbortSignal): Promise<JsonObject> => client.json({ method: 'GET', path: `/batches/${encodeURIComponent(id)}` }, signal);
  return {
    mostRequests,
    mostBytes,
    submit: async ({ operation, requests, mark }, signal) => {
      const endpoint = endpoints[operation];
      if (endpoint === undefined) throw new PlimsollError('unsupported', `(batches of ${operation})`);
      const form = new FormData();
      form.set('purpose', 'batch');
      form.set('file', new Blob(requests.map(({ id, bytes }) => lineOf(id, endpoint, bytes)), { type: 'application/jsonl' }), `${mark}.jsonl`);
      const file = textOf(await client.json({ method: 'POST', path: '/files', body: form }, signal), 'id');
      const asked = { input_file_id: file, endpoint, completion_window: '24h', metadata: { [markName]: mark } };
      try {
        return textOf(await client.json({ method: 'POST', path: '/batches', body: Buffer.from(JSON.stringify(asked)) }, signal), 'id');
      } catch (error) {
        // No batch will ever read it.
        if (error instanceof PlimsollError && notBegun.has(error.code)) await deleteFile(file, signal);
        throw error;
      }
    },
    find: async (mark, signal) => {
      let after = '';
      for (let page = 0; page < pagesSearched; page++) {
        const listed = await client.json({ method: 'GET', path: `/batches?limit=100${after}` }, signal);
        const batches = Array.isArray(listed.data) ? listed.data.filter(isJsonObject) : [];
        const found = batches.find(({ metadata }) => asJsonObject(metadata)?.[markName] === mark);
        if (found !== undefined) return textOf(found, 'id');
        const last = batches.at(-1)?.id;
        if (listed.has_more !== true || typeof last !== 'string') return null;
        after = `&after=${encodeURIComponent(last)}`;
      }
      return null;
    },
    look: async (id, signal): Promise<BatchLook> => {
      const batch = await retrieve(id, signal);
      const status = textOf(batch, 'status');
      return { ended: ends.has(status), refused: status === 'failed' ? reasonIn(batch) : null };
    },
    answers: async function* (id, signal) {
      const batch = await retrieve(id, signal);
      for (const file of [batch.output_file_id, batch.error_file_id]) {
        if (typeof file !== 'string' || file === '') continue;
        for await (const line of client.lines(`/files/${encodeURIComponent(file)}/content`, signal)) {
          const answer = answerIn(line);
          if (answer !== null) yield answer;
        }
      }
    },
    cancel: async (id, signal) => {
      if (!cancellable.has(textOf(await retrieve(id, signal), 'status'))) return;
      await client.json({ method: 'POST', path: `/batches/${encodeURIComponent(id)}/cancel` }, signal);
    },
    discard: async (id, signal) => {
      const batch = await retrieve(id, signal);
      for (const file of [batch.input_file_id, batch.output_file_id, batch.error_file_id]) {
        if (typeof file === 'string' && file !== '') await deleteFile(file, signal);
      }
    },
  };
};

/** Errors after which there is no batch. */
const notBegun: ReadonlySet<string> = new Set(['provider_rejected', 'provider_credentials', 'provider_rate_limited', 'provider_refused']);

const lineOf = (id: string, endpoint: string, bytes: Uint8Array): string => {
  // A line's end between two tokens of JSON means nothing, and would end the line.
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').replaceAll(/[\r\n]+/g, ' ');
  return `{"custom_id":${JSON.stringify(id)},"method":"POST","url":"${endpoint}","body":${body}}\n`;
};

const answerIn = ({ custom_id: id, response }: JsonObject): BatchedAnswer | null => {
  if (typeof id !== 'string') return null;
  const { status_code: status, body } = asJsonObject(response) ?? {};
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599 || body === undefined) return { id, answer: null };
  return { id, answer: { status, body: Buffer.from(JSON.stringify(body)) } };
};

const reasonIn = ({ errors }: JsonObject): string => {
  const data = asJsonObject(errors)?.data;
  const first = Array.isArray(data) ? data.find(isJsonObject) : undefined;
  return typeof first?.message === 'string' ? first.message.slice(0, 500) : 'no reason given';
};

const textOf = (object: JsonObject, member: string): string => {
  const value = object[member];
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  throw new PlimsollError('provider_invalid_reply', `(a batch without \`${member}\`)`);
};
