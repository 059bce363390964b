/**
 * The metadata and tensors llama.cpp expects of the smallest `llama` model: one layer, one head of two dimensions,
 * and a feed-forward part of two; every weight is zero (norms are one) until a caller replaces it.
 */
import type { GgufTensor, GgufValue } from './gguf-writer.ts';

/** llama.cpp adds it under the root when it normalises. */
export const normEpsilon = 1e-5;

export interface LlamaShape {
  readonly vocabularySize: number;
  readonly embeddingSize: number;
  readonly contextLength: number;
  readonly headSize: number;
  /** Shown in logs and by `gguf` tools. */
  readonly name: string;
}

export const llamaMetadata = (shape: LlamaShape): Record<string, GgufValue> => ({
  'general.architecture': { type: 'string', value: 'llama' },
  'general.name': { type: 'string', value: shape.name },
  'llama.context_length': { type: 'uint32', value: shape.contextLength },
  'llama.embedding_length': { type: 'uint32', value: shape.embeddingSize },
  'llama.block_count': { type: 'uint32', value: 1 },
  'llama.feed_forward_length': { type: 'uint32', value: 2 },
  'llama.attention.head_count': { type: 'uint32', value: 1 },
  'llama.attention.key_length': { type: 'uint32', value: shape.headSize },
  'llama.attention.value_length': { type: 'uint32', value: shape.headSize },
  'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: normEpsilon },
  'llama.rope.dimension_count': { type: 'uint32', value: shape.headSize },
  'llama.vocab_size': { type: 'uint32', value: shape.vocabularySize },
});

/** All tensors of the shape, zero but for the norms and those given in `set` by name. */
export const llamaTensors = (shape: LlamaShape, set: Readonly<Record<string, Float32Array>>): GgufTensor[] => {
  const { vocabularySize, embeddingSize, headSize } = shape;
  const tensor = (name: string, dimensions: readonly number[], fill = 0): GgufTensor => ({
    name,
    dimensions,
    data: set[name] ?? new Float32Array(dimensions.reduce((product, dimension) => product * dimension, 1)).fill(fill),
  });
  return [
    tensor('token_embd.weight', [embeddingSize, vocabularySize]),
    tensor('output_norm.weight', [embeddingSize], 1),
    tensor('output.weight', [embeddingSize, vocabularySize]),
    tensor('blk.0.attn_norm.weight', [embeddingSize], 1),
    tensor('blk.0.attn_q.weight', [embeddingSize, headSize]),
    tensor('blk.0.attn_k.weight', [embeddingSize, headSize]),
    tensor('blk.0.attn_v.weight', [embeddingSize, headSize]),
    tensor('blk.0.attn_output.weight', [headSize, embeddingSize]),
    tensor('blk.0.ffn_norm.weight', [embeddingSize], 1),
    tensor('blk.0.ffn_gate.weight', [embeddingSize, 2]),
    tensor('blk.0.ffn_up.weight', [embeddingSize, 2]),
    tensor('blk.0.ffn_down.weight', [2, embeddingSize]),
  ];
};
