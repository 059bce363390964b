/**
 * A SentencePiece vocabulary as llama.cpp's `llama` tokenizer reads it. Every text can be tokenised:
 * what no piece covers becomes byte tokens. Two neighbouring pieces merge when their joined text is a piece too.
 */
import type { GgufValue } from './gguf-writer.ts';

/** `control` pieces are found in a prompt only where special tokens are allowed and never show in the text. */
export interface SpmPiece {
  readonly text: string;
  readonly kind: 'normal' | 'control';
  /** Of two possible merges, the one with the higher score is made first. */
  readonly score: number;
}

const tokenType = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

export const unknownToken = 0;
export const beginToken = 1;
export const endToken = 2;
/** How SentencePiece writes a space. */
export const space = '\u2581';

/** Whether every vocabulary has this piece already: a single byte, or a space. */
export const isBuiltIn = (text: string): boolean => text === ' ' || text === space || /^<0x[0-9A-F]{2}>$/.test(text);

export interface SpmVocabulary {
  readonly size: number;
  /** @throws RangeError when no piece has this text. */
  readonly idOf: (text: string) => number;
  readonly metadata: Readonly<Record<string, GgufValue>>;
}

/** Lays out a vocabulary, its size a multiple of `multipleOf`: unused control tokens fill it up. */
export const spmVocabulary = (pieces: readonly SpmPiece[], multipleOf = 1): SpmVocabulary => {
  const texts = ['<unk>', '<s>', '</s>'];
  const scores: number[] = [0, 0, 0];
  const types: number[] = [tokenType.unknown, tokenType.control, tokenType.control];
  for (let byte = 0; byte < 256; byte += 1) {
    texts.push(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    scores.push(0);
    types.push(tokenType.byte);
  }
  for (const piece of [{ text: space, kind: 'normal', score: 0 } as const, ...pieces]) {
    texts.push(piece.text.replaceAll(' ', space));
    scores.push(piece.score);
    types.push(tokenType[piece.kind]);
  }
  while (texts.length % multipleOf !== 0) {
    texts.push(`<|unused ${texts.length}|>`);
    scores.push(0);
    types.push(tokenType.control);
  }
  const ids = new Map(texts.map((text, id) => [text, id]));
  if (ids.size !== texts.length) throw new RangeError('two pieces have the same text');
  return {
    size: texts.length,
    idOf: (text) => {
      const id = ids.get(text.replaceAll(' ', space));
      if (id === undefined) throw new RangeError(`no piece has the text ${JSON.stringify(text)}`);
      return id;
    },
    metadata: {
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.tokens': { type: 'strings', value: texts },
      'tokenizer.ggml.scores': { type: 'float32s', value: scores },
      'tokenizer.ggml.token_type': { type: 'int32s', value: types },
      'tokenizer.ggml.unknown_token_id': { type: 'uint32', value: unknownToken },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: beginToken },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: endToken },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
      'tokenizer.ggml.add_eos_token': { type: 'bool', value: false },
    },
  };
};
