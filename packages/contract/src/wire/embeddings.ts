/**
 * OpenAI Embeddings as it travels. Source: https://platform.openai.com/docs/api-reference/embeddings
 */
import type { JsonObject } from '../json.ts';

export interface EmbeddingsRequest extends JsonObject {
  readonly model: string;
  readonly input: string | readonly string[] | readonly number[] | readonly (readonly number[])[];
  readonly encoding_format?: 'float' | 'base64';
  readonly dimensions?: number;
  readonly user?: string;
}

export interface EmbeddingsResponse extends JsonObject {
  readonly object: 'list';
  readonly data: readonly { readonly object: 'embedding'; readonly index: number; readonly embedding: readonly number[] | string }[];
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}
