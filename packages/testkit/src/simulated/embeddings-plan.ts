/**
 * Simulated embeddings: a vector that depends on nothing but the input, of length one. Texts that share words are near each other.
 */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { inputTokensOf } from './answer.ts';
import type { Behaviour } from './behaviour.ts';
import { isJsonList } from './json-values.ts';
import { wholePlan, type Plan } from './plan.ts';

const defaultDimensions = 8;
const mostDimensions = 8192;

const vectorOf = (input: Json, dimensions: number): Float32Array => {
  const words = typeof input === 'string' ? (input.toLowerCase().match(/[\p{L}\d]+/gu) ?? [input]) : [JSON.stringify(input)];
  const raw = new Float32Array(dimensions);
  for (const word of words) {
    const digest = createHash('sha256').update(word).digest();
    for (let at = 0; at < dimensions; at += 1) raw[at] = (raw[at] ?? 0) + (digest[at % digest.length] ?? 0) - 127.5 + at / dimensions;
  }
  const norm = Math.hypot(...raw.subarray(0, mostDimensions));
  return raw.map((value) => value / norm);
};

const asBase64 = (vector: Float32Array): string => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');

/** One token array is one input, an array of anything else is many. */
const inputsOf = (input: Json | undefined): readonly Json[] =>
  isJsonList(input) && typeof input[0] !== 'number' ? input : [input ?? ''];

/** Plans the reply to an Embeddings request. */
export const planEmbeddings = (body: JsonObject, behaviour: Behaviour): Plan => {
  const asked = typeof body.dimensions === 'number' ? body.dimensions : defaultDimensions;
  const dimensions = Math.max(1, Math.min(mostDimensions, Math.floor(asked)));
  const inputTokens = inputTokensOf(body);
  const usage = behaviour.rawUsage ?? { prompt_tokens: inputTokens, total_tokens: inputTokens };
  return wholePlan(
    {
      object: 'list',
      data: inputsOf(body.input).map((input, index) => {
        const vector = vectorOf(input, dimensions);
        return { object: 'embedding', index, embedding: body.encoding_format === 'base64' ? asBase64(vector) : [...vector] };
      }),
      model: typeof body.model === 'string' ? body.model : 'simulated',
      ...(behaviour.usage ? { usage } : {}),
    },
    { input: inputTokens, output: 0 },
  );
};
