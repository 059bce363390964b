/**
 * A programmable model: llama.cpp loads it and emits exactly the next-token probabilities of a table, so tests can
 * know every token, log-probability and stop beforehand. Embeddings are one-hot (embedding size = vocabulary size),
 * attention and feed-forward are zero, and the output matrix undoes the norm: `output[j][i] = ln P(j|i) * sqrt(1/E + eps)`.
 */
import { writeGguf, type GgufValue } from './gguf-writer.ts';
import { llamaMetadata, llamaTensors, normEpsilon } from './llama-layout.ts';
import { endToken, isBuiltIn, spmVocabulary } from './spm-vocabulary.ts';

/** The end of the answer, as a target in a table. */
export const end = '</s>';
/** The control token that every prompt of the default template ends with; an answer begins with what follows it. */
export const answer = '<|answer|>';

/**
 * What follows each token, as probabilities that add up to 1. A token without a row is followed by the end.
 * A single byte is written `<0xF0>`.
 */
export type BigramTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface BigramOptions {
  /** Default: all messages one after another, the answer token before each of the assistant's; null leaves the template out. */
  readonly chatTemplate?: string | null;
  readonly contextLength?: number;
  /** More of the file's metadata, where tokens go by their numbers. */
  readonly metadata?: (idOf: (text: string) => number) => Readonly<Record<string, GgufValue>>;
}

/** Logit of a token that a row does not name: its probability underflows to nothing beside any named one. */
const impossible = -1000;

const defaultTemplate =
  '{{ bos_token }}{% for message in messages %}' +
  `{% if message.role == 'assistant' %}{{ '${answer}' + message.content + eos_token }}` +
  `{% else %}{{ message.role + ': ' + message.content + '\\n' }}{% endif %}{% endfor %}` +
  `{% if add_generation_prompt %}{{ '${answer}' }}{% endif %}`;

/**
 * The bytes of a GGUF file whose answers follow `table`, from the row of `answer` on. Deterministic; about 1.5 MB.
 * @throws RangeError when a row's probabilities do not add up to 1.
 */
export const bigramModel = (table: BigramTable, options: BigramOptions = {}): Buffer => {
  const texts = new Set<string>();
  for (const [from, row] of Object.entries(table)) {
    texts.add(from);
    const total = Object.values(row).reduce((sum, probability) => sum + probability, 0);
    if (Math.abs(total - 1) > 1e-6) throw new RangeError(`the row of ${JSON.stringify(from)} adds up to ${total}`);
    Object.keys(row).forEach((to) => texts.add(to));
  }
  texts.delete(end);
  texts.delete(answer);
  const pieces = [
    { text: answer, kind: 'control' as const, score: 0 },
    ...[...texts].filter((text) => !isBuiltIn(text)).map((text) => ({ text, kind: 'normal' as const, score: -1 })),
  ];
  const vocabulary = spmVocabulary(pieces, 4);
  const size = vocabulary.size;
  const shape = {
    vocabularySize: size,
    embeddingSize: size,
    contextLength: options.contextLength ?? 2048,
    headSize: 2,
    name: 'programmed bigram model',
  };

  const embedding = new Float32Array(size * size);
  const output = new Float32Array(size * size);
  const scale = Math.sqrt(1 / size + normEpsilon);
  const idOf = (text: string): number => (text === end ? endToken : vocabulary.idOf(text));
  const rows = new Map(Object.entries(table).map(([from, row]) => [idOf(from), row]));
  for (let from = 0; from < size; from += 1) {
    embedding[from * size + from] = 1;
    const row = new Map(Object.entries(rows.get(from) ?? { [end]: 1 }).map(([to, probability]) => [idOf(to), probability]));
    for (let to = 0; to < size; to += 1) {
      const probability = row.get(to) ?? 0;
      output[to * size + from] = (probability > 0 ? Math.log(probability) : impossible) * scale;
    }
  }
  const chatTemplate = options.chatTemplate === undefined ? defaultTemplate : options.chatTemplate;
  return writeGguf({
    metadata: {
      ...llamaMetadata(shape),
      ...vocabulary.metadata,
      ...options.metadata?.(idOf),
      ...(chatTemplate === null ? {} : { 'tokenizer.chat_template': { type: 'string', value: chatTemplate } as const }),
    },
    tensors: llamaTensors(shape, { 'token_embd.weight': embedding, 'output.weight': output }),
  });
};

/** A table that always gives these pieces in this order, then ends. A piece may stand in it only once. */
export const chain = (...pieces: readonly string[]): BigramTable => {
  if (new Set(pieces).size !== pieces.length) throw new RangeError('a piece stands twice in the chain');
  const table: Record<string, Record<string, number>> = {};
  [answer, ...pieces].forEach((from, index) => {
    table[from] = { [pieces[index] ?? end]: 1 };
  });
  return table;
};
