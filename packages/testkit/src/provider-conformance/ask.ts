/**
 * Builds the requests of the conformance suite, sends them, and reads replies to their end.
 */
import { expect } from 'vitest';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import { PlimsollError, type ErrorCode } from '@plimsoll/contract/errors';
import type { Operation } from '@plimsoll/contract/operation';
import type { UpstreamReply } from '@plimsoll/engine/provider';
import type { ProviderUnderTest } from './traits.ts';

export interface AskOptions {
  readonly stream?: boolean;
  /** Laid over the body. */
  readonly body?: JsonObject;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Vitest's own matchers are of type `any`. */
export const anyText: unknown = expect.any(String);
export const anyNumber: unknown = expect.any(Number);
export const anyList: unknown = expect.any(Array);

const promptText = 'Say something about ships.';

export const bodyFor = (under: ProviderUnderTest, operation: Operation, { stream = false, body = {} }: AskOptions): JsonObject => {
  if (operation === 'embeddings') return { model: under.model, input: promptText, ...body };
  return {
    model: under.model,
    max_tokens: 64,
    temperature: 0,
    messages: [{ role: 'user', content: promptText }],
    ...under.body,
    ...(stream ? { stream: true } : {}),
    ...body,
  };
};

/** One call, as the engine makes it. */
export const ask = (under: ProviderUnderTest, operation: Operation, options: AskOptions = {}): Promise<UpstreamReply> => {
  const body = bodyFor(under, operation, options);
  return under.provider.call({
    operation,
    body,
    bytes: new TextEncoder().encode(JSON.stringify(body)),
    model: under.model,
    stream: options.stream ?? false,
    headers: options.headers ?? {},
    signal: options.signal ?? new AbortController().signal,
  });
};

/** All bytes of a reply. */
export const readAll = async ({ body }: UpstreamReply): Promise<Buffer> => {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
};

/** The reply's JSON body. */
export const readJson = async (reply: UpstreamReply): Promise<JsonObject> => {
  expect(reply.body, 'a whole body').toBeInstanceOf(Uint8Array);
  const value: unknown = JSON.parse((await readAll(reply)).toString('utf8'));
  if (!isJsonObject(value)) throw new Error('the body is not a JSON object');
  return value;
};

/**
 * The error that a call or a reading ends in, which must be one of the catalogue.
 * It must also come in time: a provider that hangs fails the test by its name rather than by the runner's timeout.
 */
export const errorOf = async (work: Promise<unknown>, withinMs = 5_000): Promise<PlimsollError> => {
  const error: unknown = await settled(work, withinMs);
  if (error instanceof PlimsollError) return error;
  throw new Error(`expected a PlimsollError, got ${String(error)}`, { cause: error });
};

/** What a promise rejects with. */
export const settled = async (work: Promise<unknown>, withinMs = 5_000): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing happened within ${withinMs} ms`)), withinMs);
  });
  try {
    await Promise.race([work, late]);
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
  throw new Error('expected a rejection, but it resolved');
};

/** Asserts that a capability the model lacks is refused and not ignored. */
export const expectUnsupported = async (under: ProviderUnderTest, operation: Operation, body: JsonObject): Promise<void> => {
  const code: ErrorCode = (await errorOf(ask(under, operation, { body }))).code;
  expect(code).toBe('unsupported');
};
