/**
 * The batch APIs of OpenAI (files and batches) and Anthropic (message batches), as far as a client of theirs needs them.
 * Items are answered by the same plans as live requests, each with its entry in the ledger, when the batch's time has come.
 */
import type { IncomingMessage } from 'node:http';
import { asJsonObject, isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { parseJson } from './json-values.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';

/** How batches go, for those made from now on. */
export interface BatchBehaviour {
  /** From its submission to its end; null never. */
  answerAfterMs: number | null;
  /** Not taken, after it was submitted, with this reason. OpenAI's form alone has such a thing. */
  refuse: string | null;
  /** Answers a submission with this status. */
  failWith: number | null;
  /** Takes the submission, and cuts the connection instead of saying so. */
  loseSubmission: boolean;
  /** Items that are never run. */
  expires: (customId: string) => boolean;
}

export interface SimulatedBatch {
  readonly id: string;
  readonly items: number;
  /** What each of them asks, as JSON. */
  readonly asked: readonly string[];
  readonly ended: boolean;
  readonly cancelled: boolean;
}

export interface SimulatedBatches {
  readonly behaviour: BatchBehaviour;
  readonly made: () => readonly SimulatedBatch[];
  /** @returns null for a request that is none of its own; `drop` cuts the connection */
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<BatchReply | null>;
}

export type BatchReply = { readonly status: number; readonly text: string } | 'drop';

interface Item {
  readonly customId: string;
  readonly operation: Operation;
  readonly body: JsonObject;
}

interface Batch {
  readonly id: string;
  readonly items: readonly Item[];
  readonly metadata: JsonObject;
  readonly input: string;
  readonly endsAtMs: number;
  readonly refused: string | null;
  cancelled: boolean;
  /** Lines of its answers, once it has ended. */
  answers: readonly string[] | null;
  deleted: boolean;
}

type PlanOf = (operation: Operation, body: JsonObject) => Plan;

const json = (value: unknown, status = 200): BatchReply => ({ status, text: JSON.stringify(value) });
const absent = json({ error: { message: 'No such object.', type: 'invalid_request_error', param: null, code: null } }, 404);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const operations: Readonly<Record<string, Operation>> = { '/v1/chat/completions': 'chat', '/v1/embeddings': 'embeddings' };

export const createSimulatedBatches = (ledger: Ledger, plan: PlanOf): SimulatedBatches => {
  const behaviour: BatchBehaviour = { answerAfterMs: 0, refuse: null, failWith: null, loseSubmission: false, expires: () => false };
  const files = new Map<string, string>();
  const batches = new Map<string, Batch>();
  let count = 0;

  const open = (form: 'openai' | 'anthropic', items: readonly Item[], metadata: JsonObject = {}, input = ''): BatchReply => {
    if (behaviour.failWith !== null) return json({ error: { message: 'not now', type: 'server_error' } }, behaviour.failWith);
    const id = `${form === 'openai' ? 'batch' : 'msgbatch'}_${++count}`;
    const endsAtMs = behaviour.answerAfterMs === null ? Infinity : Date.now() + behaviour.answerAfterMs;
    const batch: Batch = { id, items, metadata, input, endsAtMs, refused: behaviour.refuse, cancelled: false, answers: null, deleted: false };
    batches.set(id, batch);
    return behaviour.loseSubmission ? 'drop' : json(form === 'openai' ? openAiForm(batch) : anthropicForm(batch));
  };

  const hasEnded = (batch: Batch): boolean => batch.refused !== null || batch.cancelled || Date.now() >= batch.endsAtMs;

  /** Answers at the first look after its time, once. Of a cancelled one nothing is run. */
  const settle = (batch: Batch): void => {
    if (batch.answers !== null || !hasEnded(batch) || batch.refused !== null) return;
    const isOpenAi = batch.id.startsWith('batch_');
    batch.answers = batch.items.map(({ customId, operation, body }) => {
      if (batch.cancelled || behaviour.expires(customId)) {
        return JSON.stringify(isOpenAi ? { id: `r-${customId}`, custom_id: customId, response: null, error: { code: 'batch_expired', message: 'expired' } } : { custom_id: customId, result: { type: batch.cancelled ? 'canceled' : 'expired' } });
      }
      const made = plan(operation, body);
      const bodyText = JSON.stringify(body);
      const entry = ledger.open({ path: `batch:${operation}`, headers: {}, body, bodyText });
      entry.planned(made.status, false, made.inputTokens);
      let text = '';
      for (const { bytes, tokens } of made.pieces) {
        entry.sent(bytes, tokens);
        text += Buffer.from(bytes).toString('utf8');
      }
      entry.end('finished');
      if (isOpenAi) return `{"id":"r-${customId}","custom_id":${JSON.stringify(customId)},"response":{"status_code":${made.status},"request_id":"q","body":${text}},"error":null}`;
      return `{"custom_id":${JSON.stringify(customId)},"result":${made.status < 400 ? `{"type":"succeeded","message":${text}}` : `{"type":"errored","error":${text}}`}}`;
    });
    // Providers answer in whatever order they like.
    batch.answers = batch.answers.toReversed();
    if (isOpenAi) files.set(`out-${batch.id}`, batch.answers.map((line) => `${line}\n`).join(''));
  };

  const openAiForm = (batch: Batch): JsonObject => {
    settle(batch);
    const status = batch.refused !== null ? 'failed' : batch.cancelled ? 'cancelled' : hasEnded(batch) ? 'completed' : 'in_progress';
    return {
      id: batch.id,
      object: 'batch',
      status,
      metadata: batch.metadata,
      input_file_id: batch.input,
      output_file_id: batch.answers === null ? null : `out-${batch.id}`,
      error_file_id: null,
      errors: batch.refused === null ? null : { object: 'list', data: [{ code: 'refused', message: batch.refused, line: null, param: null }] },
    };
  };

  const anthropicForm = (batch: Batch): JsonObject => {
    settle(batch);
    return { id: batch.id, type: 'message_batch', processing_status: hasEnded(batch) ? 'ended' : 'in_progress', results_url: 'http://127.0.0.1:1/nowhere' };
  };

  const upload = async (request: IncomingMessage, body: Buffer): Promise<BatchReply> => {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
    const file = form.get('file');
    if (form.get('purpose') !== 'batch' || !(file instanceof Blob)) return json({ error: { message: 'purpose and file, please' } }, 400);
    const id = `file-${++count}`;
    files.set(id, await file.text());
    return json({ id, object: 'file', purpose: 'batch' });
  };

  const createOpenAi = (asked: JsonObject): BatchReply => {
    const input = typeof asked.input_file_id === 'string' ? files.get(asked.input_file_id) : undefined;
    const operation = typeof asked.endpoint === 'string' ? operations[asked.endpoint] : undefined;
    if (input === undefined || operation === undefined || asked.completion_window !== '24h') return json({ error: { message: 'not a batch' } }, 400);
    const items = input.trim().split('\n').map((line): Item => {
      const item = parseJson(line) as JsonObject;
      if (item.method !== 'POST' || item.url !== asked.endpoint) throw new TypeError('a line for another endpoint');
      return { customId: textOf(item.custom_id), operation, body: item.body as JsonObject };
    });
    if (new Set(items.map(({ body }) => body.model)).size !== 1) return json({ error: { message: 'one model only' } }, 400);
    return open('openai', items, asJsonObject(asked.metadata) ?? {}, textOf(asked.input_file_id));
  };

  const createAnthropic = (asked: JsonObject): BatchReply => {
    const requests = Array.isArray(asked.requests) ? asked.requests.filter(isJsonObject) : [];
    const items = requests.map((request): Item => ({ customId: textOf(request.custom_id), operation: 'messages', body: request.params as JsonObject }));
    if (items.length === 0 || items.some(({ customId }) => !/^[a-zA-Z0-9_-]{1,64}$/.test(customId))) return json({ type: 'error', error: { type: 'invalid_request_error', message: 'requests' } }, 400);
    return open('anthropic', items);
  };

  const onBatch = (form: (batch: Batch) => JsonObject, id: string, rest: string, method: string): BatchReply => {
    const batch = batches.get(id);
    if (batch === undefined || batch.deleted) return absent;
    if (method === 'POST' && rest === '/cancel') {
      if (!hasEnded(batch)) batch.cancelled = true;
      return json(form(batch));
    }
    if (method === 'DELETE') {
      batch.deleted = true;
      return json({ id, type: 'message_batch_deleted' });
    }
    settle(batch);
    if (rest === '/results') return batch.answers === null ? absent : { status: 200, text: batch.answers.join('\n') };
    return json(form(batch));
  };

  return {
    behaviour,
    made: () => [...batches.values()].map((batch) => ({ id: batch.id, items: batch.items.length, asked: batch.items.map(({ body }) => JSON.stringify(body)), ended: hasEnded(batch), cancelled: batch.cancelled })),
    answer: async (request, body) => {
      const method = request.method ?? '';
      const path = (request.url ?? '').split('?')[0] ?? '';
      const parsed = (): JsonObject => asJsonObject(parseJson(body.toString('utf8'))) ?? {};
      if (method === 'POST' && path === '/v1/files') return upload(request, body);
      if (method === 'POST' && path === '/v1/batches') return createOpenAi(parsed());
      if (method === 'POST' && path === '/v1/messages/batches') return createAnthropic(parsed());
      if (method === 'GET' && path === '/v1/batches') return json({ object: 'list', data: [...batches.values()].toReversed().map(openAiForm), has_more: false });
      const [, family, id = '', rest = ''] = /^\/v1\/(files|batches|messages\/batches)\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
      if (family === 'batches') return onBatch(openAiForm, id, rest, method);
      if (family === 'messages/batches') return onBatch(anthropicForm, id, rest, method);
      if (family !== 'files') return null;
      if (method === 'DELETE') return files.delete(id) ? json({ id, deleted: true }) : absent;
      const text = files.get(id);
      return text === undefined ? absent : { status: 200, text };
    },
  };
};
