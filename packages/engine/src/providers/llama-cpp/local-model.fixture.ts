/**
 * Local models for tests: written to a temporary folder, run by a real provider, asked over its real interface.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatChunk, ChatResponse } from '@plimsoll/contract/wire/chat';
import type { EmbeddingsResponse } from '@plimsoll/contract/wire/embeddings';
import type { UpstreamReply } from '../../provider.ts';
import { createLlamaCppProvider, type LlamaCppOptions, type LlamaCppProvider } from './llama-cpp-provider.ts';

export interface LocalModel {
  readonly provider: LlamaCppProvider;
  readonly file: string;
  readonly logged: readonly string[];
  readonly call: (operation: 'chat' | 'embeddings', body: JsonObject, signal?: AbortSignal) => Promise<UpstreamReply>;
  readonly ask: (body: JsonObject, signal?: AbortSignal) => Promise<ChatResponse>;
  readonly embed: (body: JsonObject) => Promise<EmbeddingsResponse>;
  /** Stops the process and removes the file. */
  readonly end: () => Promise<void>;
}

/** What the provider promises to have written; tests look at the members one by one. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const parse = <Body>(text: string): Body => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong form fails the test that reads it
  return JSON.parse(text) as Body;
};

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const wholeBody = <Body>({ body }: UpstreamReply): Body => {
  if (!(body instanceof Uint8Array)) throw new TypeError('a stream');
  return parse<Body>(Buffer.from(body).toString('utf8'));
};

/** Reads a stream's events; the last one, `[DONE]`, as null. */
export async function* readEvents(reply: UpstreamReply): AsyncGenerator<ChatChunk | null> {
  if (reply.body instanceof Uint8Array) throw new TypeError('not a stream');
  let text = '';
  for await (const bytes of reply.body) {
    text += Buffer.from(bytes).toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = text.slice('data: '.length, end);
      text = text.slice(end + 2);
      yield data === '[DONE]' ? null : parse<ChatChunk>(data);
    }
  }
}

export const startLocalModel = async (bytes: Uint8Array, options: Partial<LlamaCppOptions> = {}): Promise<LocalModel> => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-model-'));
  const file = join(folder, 'model.gguf');
  await writeFile(file, bytes);
  const logged: string[] = [];
  const provider = createLlamaCppProvider({
    name: 'test',
    file,
    loadTimeoutMs: 30_000,
    standby: false,
    log: (line) => logged.push(line),
    ...options,
  });
  const call: LocalModel['call'] = (operation, body, signal = new AbortController().signal) => {
    const whole = { model: 'test', ...(operation === 'chat' ? { messages: [{ role: 'user', content: 'Hi' }] } : {}), ...body };
    const request = { operation, bytes: Buffer.from(JSON.stringify(whole)), body: whole, model: 'test', stream: body['stream'] === true, headers: {}, signal };
    return provider.call(request);
  };
  return {
    provider,
    file,
    logged,
    call,
    ask: async (body, signal) => wholeBody<ChatResponse>(await call('chat', body, signal)),
    embed: async (body) => wholeBody<EmbeddingsResponse>(await call('embeddings', body)),
    end: async () => {
      await provider.close(0);
      await rm(folder, { recursive: true });
    },
  };
};
