/** Batches as a client works with them: lines written, a batch run to its end, its files read. */
import OpenAI, { toFile } from 'openai';
import { adminKey, eventually, type PlimsollProcess } from './plimsoll-process.fixture.ts';

export interface OutputLine {
  readonly id: string;
  readonly custom_id: string;
  readonly response: {
    readonly status_code: number;
    readonly request_id: string;
    readonly body: {
      readonly choices?: readonly { readonly message: { readonly content: string } }[];
      readonly data?: readonly { readonly embedding: readonly number[] }[];
      readonly error?: { readonly code: string };
    };
  } | null;
  readonly error: { readonly code: string } | null;
}

export const batchLine = (customId: string, body: object, url = '/v1/chat/completions'): string => JSON.stringify({ custom_id: customId, method: 'POST', url, body });

export const uploaded = async (client: OpenAI, lines: readonly string[], name = 'items.jsonl') =>
  client.files.create({ purpose: 'batch', file: await toFile(Buffer.from(lines.map((line) => `${line}\n`).join('')), name) });

const last = new Set(['failed', 'completed', 'expired', 'cancelled']);

export const ended = (client: OpenAI, id: string, withinMs = 20_000): Promise<OpenAI.Batch> =>
  eventually(async () => {
    const batch = await client.batches.retrieve(id);
    if (!last.has(batch.status)) throw new Error(`still ${batch.status}: ${JSON.stringify(batch.request_counts)}`);
    return batch;
  }, withinMs);

export const runBatch = async (client: OpenAI, lines: readonly string[], changes: Partial<OpenAI.BatchCreateParams> = {}): Promise<OpenAI.Batch> => {
  const file = await uploaded(client, lines);
  const batch = await client.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h', ...changes });
  return ended(client, batch.id);
};

const linesOf = async (client: OpenAI, file: string | undefined): Promise<OutputLine[]> => {
  if (file === undefined || file === null) return [];
  const text = await (await client.files.content(file)).text();
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as OutputLine);
};

export const outputLines = (client: OpenAI, batch: OpenAI.Batch): Promise<OutputLine[]> => linesOf(client, batch.output_file_id);
export const errorLines = (client: OpenAI, batch: OpenAI.Batch): Promise<OutputLine[]> => linesOf(client, batch.error_file_id);

/** POSTs to the control plane as admin. */
export const operate = async (server: Pick<PlimsollProcess, 'url'>, path: string): Promise<unknown> => {
  const reply = await fetch(`${server.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${adminKey}` } });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return reply.json();
};
