/** Asks the shipped model as the gateway does: through the llama.cpp provider, in OpenAI's protocol. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLlamaCppProvider, type LlamaCppProvider } from '@plimsoll/engine/providers/llama-cpp/llama-cpp-provider';
import type { JsonObject } from '@plimsoll/contract/json';
import type { ChatResponse } from '@plimsoll/contract/wire/chat';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

export const exampleFile = (name: string): string => fileURLToPath(new URL(`../../../examples/feedback/${name}`, import.meta.url));
export const modelFile = exampleFile('feedback.gguf');

const frontMatter = z.object({ output: z.object({ schema: z.record(z.string(), z.json()) }) });

/** The form of the answer, from the example's prompt. */
const answerSchema = (): JsonObject => {
  const [, head = ''] = readFileSync(exampleFile('feedback.prompt'), 'utf8').split(/^---$/m);
  return frontMatter.parse(parseYaml(head)).output.schema;
};

export const openModel = (file = modelFile): LlamaCppProvider =>
  createLlamaCppProvider({ name: 'feedback', file, loadTimeoutMs: 60_000, standby: false, log: () => undefined });

const reading = z.object({ sentiment: z.enum(['positive', 'neutral', 'negative']), confidence: z.number(), themes: z.array(z.string()) });
type Reading = z.infer<typeof reading>;

export interface Answer {
  readonly content: string;
  /** Null where the answer has not the promised form. */
  readonly reading: Reading | null;
}

class FormCheck {
  readonly #schema = z.fromJSONSchema(answerSchema());

  read(content: string): Reading | null {
    try {
      const value: unknown = JSON.parse(content);
      return this.#schema.safeParse(value).success ? reading.parse(value) : null;
    } catch {
      return null;
    }
  }
}

/** @param members further members of the request, such as a response format */
export const ask = async (provider: LlamaCppProvider, text: string, members: JsonObject = {}): Promise<string> => {
  const body = { model: 'feedback', messages: [{ role: 'user', content: text }], ...members };
  const request = { operation: 'chat' as const, bytes: new Uint8Array(), body, model: 'feedback', stream: false, headers: {} };
  const reply = await provider.call({ ...request, signal: AbortSignal.timeout(60_000) });
  if (!(reply.body instanceof Uint8Array)) throw new TypeError('a stream');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong form fails whoever reads it
  const { choices } = JSON.parse(Buffer.from(reply.body).toString('utf8')) as ChatResponse;
  const content = choices[0]?.message.content;
  return typeof content === 'string' ? content : '';
};

/** As many at a time as the provider answers in one batch. */
const atOnce = 8;

/** Asks about all texts. @param onProgress gets the number done. */
export const askAll = async (provider: LlamaCppProvider, texts: readonly string[], members: JsonObject = {}, onProgress?: (done: number) => void): Promise<Answer[]> => {
  const check = new FormCheck();
  const answers: Answer[] = Array.from({ length: texts.length });
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < texts.length; index = next++) {
      const content = await ask(provider, texts[index] ?? '', members);
      answers[index] = { content, reading: check.read(content) };
      onProgress?.(++done);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
};

/** The response format that holds a model to the form by a grammar. */
export const grammarFormat = (): JsonObject => ({ response_format: { type: 'json_schema', json_schema: { name: 'feedback', schema: answerSchema() } } });
