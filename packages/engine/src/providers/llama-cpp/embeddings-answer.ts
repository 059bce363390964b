/**
 * OpenAI Embeddings for a local model: reads the request and writes the answer.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import type { EmbeddingsResponse } from '@plimsoll/contract/wire/embeddings';

/** OpenAI's own limit. */
const mostInputs = 2048;

const invalid = (detail: string): never => {
  throw new PlimsollError('invalid_request', detail);
};

const isToken = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isTokens = (value: Json | readonly Json[]): value is readonly number[] => Array.isArray(value) && value.every(isToken);

/** The texts or token lists to embed. Throws PlimsollError `invalid_request` or `unsupported`. */
export const readEmbeddingsInputs = (body: JsonObject): (string | readonly number[])[] => {
  const { input } = body;
  if (body['dimensions'] !== undefined && body['dimensions'] !== null) {
    throw new PlimsollError('unsupported', 'A local model gives embeddings in its own number of dimensions only.');
  }
  const format = body['encoding_format'];
  if (format !== undefined && format !== null && format !== 'float' && format !== 'base64') invalid('encoding_format must be float or base64.');
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input) || input.length === 0) return invalid('input must be a text, a list of texts, or a list of tokens.');
  const items: readonly Json[] = input;
  if (isTokens(items)) return [items];
  if (items.length > mostInputs) return invalid(`input may list at most ${mostInputs} texts.`);
  return items.map((item: Json, index) => (typeof item === 'string' || isTokens(item) ? item : invalid(`input[${index}] must be a text or a list of tokens.`)));
};

/** The answer's body; vectors as little-endian 32-bit floats where base64 was asked for. */
export const embeddingsAnswer = (body: JsonObject, model: string, vectors: readonly Float32Array[], promptTokens: number): EmbeddingsResponse => {
  const asBase64 = body['encoding_format'] === 'base64';
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: asBase64 ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64') : Array.from(vector),
    })),
    model,
    usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
  };
};
