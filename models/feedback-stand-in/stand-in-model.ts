/**
 * The stand-in model: a `llama` network whose weights are written down rather than trained. It reads feedback by keywords
 * and answers `{"sentiment":…,"confidence":…,"themes":[…]}`.
 *
 * How it works. Every token's embedding has the same length, one dimension for each thing it can say: which step of the
 * answer it ends (`step.*`), and what it says about the text (positive, negative, each theme). The attention's queries and keys
 * are zero, so each position sees the plain average over all tokens before it: the counts of all words, divided by the
 * length. The output matrix lets only the pieces of the next step through (a large weight on `step.*`), and chooses
 * among them by linear functions of those counts. The begin token, of which there is one, gives the constants:
 * its average is one divided by the length too, so that the length falls out of every comparison.
 */
import { writeGguf } from '@plimsoll/testkit/gguf/gguf-writer';
import { llamaMetadata, llamaTensors } from '@plimsoll/testkit/gguf/llama-layout';
import { beginToken, endToken, spmVocabulary, type SpmPiece } from '@plimsoll/testkit/gguf/spm-vocabulary';
import { themes } from './lexicon.ts';
import { wordPieces } from './word-pieces.ts';

const answer = '<|answer|>';
const themeNames = Object.keys(themes);

const steps = ['start', 'opened', 'positive', 'neutral', 'negative', 'rated', 'listed', 'closed'] as const;
type Step = (typeof steps)[number];

/** Where each thing stands in an embedding. */
const dimension = {
  step: (step: Step): number => steps.indexOf(step),
  positive: steps.length,
  negative: steps.length + 1,
  one: steps.length + 2,
  theme: (index: number): number => steps.length + 3 + index,
  /** The theme is in the answer already. */
  told: (index: number): number => steps.length + 3 + themeNames.length + index,
} as const;

const used = dimension.told(themeNames.length);
/** Evens out the lengths of all embeddings; nothing reads it. */
const filler = used;
const embeddingSize = used + 1;
/** The heads carry everything but the steps and the filler; rounded up, since positions come in pairs. */
const headSize = Math.ceil((used - steps.length) / 2) * 2;

/** Weight of a step in an embedding, and what a piece of the next step gains by it: more than all words of a text can outweigh. */
const stepStrength = 4;
const gate = 2000;
/** What one word more or less weighs. */
const sharpness = 600;

/** A piece of the answer: the steps it may follow, how counts speak for it, the step it ends, and the theme it tells. */
interface AnswerPiece {
  readonly text: string;
  readonly after: readonly Step[];
  readonly scores: Readonly<Record<number, number>>;
  readonly ends: Step;
  readonly tells?: number;
}

/**
 * Pieces for confidence by the number of words that speak for the sentiment. The lines `k * words - k² / 2` cross halfway
 * between whole numbers, so that the k-th is highest at k words.
 */
const confidencePieces = (after: Step, digits: readonly string[], words: Readonly<Record<number, number>>, first: number): AnswerPiece[] =>
  digits.map((text, index) => {
    const k = first + index;
    const scores: Record<number, number> = { [dimension.one]: -(k * k) / 2 };
    for (const [at, weight] of Object.entries(words)) scores[Number(at)] = k * weight;
    return { text: `${text},"themes":[`, after: [after], scores, ends: 'rated' };
  });

const net = { [dimension.positive]: 1, [dimension.negative]: -1 };
const netAgainst = { [dimension.positive]: -1, [dimension.negative]: 1 };

const answerPieces = (): AnswerPiece[] => [
  { text: '{"sentiment":"', after: ['start'], scores: {}, ends: 'opened' },
  { text: 'positive","confidence":', after: ['opened'], scores: net, ends: 'positive' },
  { text: 'negative","confidence":', after: ['opened'], scores: netAgainst, ends: 'negative' },
  { text: 'neutral","confidence":', after: ['opened'], scores: { [dimension.one]: 0.5 }, ends: 'neutral' },
  // A text may stand in a vocabulary once, so the same number is written with one digit more for negative texts.
  ...confidencePieces('positive', ['0.6', '0.7', '0.8', '0.85'], net, 1),
  ...confidencePieces('negative', ['0.60', '0.70', '0.80', '0.850'], netAgainst, 1),
  ...confidencePieces('neutral', ['0.5', '0.4'], { [dimension.positive]: 1, [dimension.negative]: 1 }, 0),
  { text: ']}', after: ['rated', 'listed'], scores: { [dimension.one]: 0.5 }, ends: 'closed' },
  ...themeNames.flatMap((name, index): AnswerPiece[] => {
    // A theme is told once, and the earlier of two that are equally strong comes first.
    const scores = { [dimension.theme(index)]: 1, [dimension.told(index)]: -1000, [dimension.one]: -0.01 * index };
    return [
      { text: `"${name}"`, after: ['rated'], scores, ends: 'listed', tells: index },
      { text: `,"${name}"`, after: ['listed'], scores, ends: 'listed', tells: index },
    ];
  }),
];

const chatTemplate =
  "{{ bos_token }}{% for message in messages %}{% if message.role == 'assistant' %}" +
  `{{ '${answer}' + message.content + eos_token }}` +
  "{% else %}{{ message.content + '\\n' }}{% endif %}{% endfor %}" +
  `{% if add_generation_prompt %}{{ '${answer}' }}{% endif %}`;

const normal = (text: string, score: number): SpmPiece => ({ text, kind: 'normal', score });

/** The bytes of the model file; the same on every run. */
export const standInModel = (): Buffer => {
  const words = wordPieces();
  const pieces = answerPieces();
  const vocabulary = spmVocabulary([
    { text: answer, kind: 'control', score: 0 },
    ...pieces.map(({ text }) => normal(text, 0)),
    ...words.map(({ text, score }) => normal(text, score)),
  ]);
  const shape = { vocabularySize: vocabulary.size, embeddingSize, contextLength: 8192, headSize, name: 'feedback stand-in (keywords, not trained)' };

  const embedding = new Float32Array(vocabulary.size * embeddingSize);
  const output = new Float32Array(vocabulary.size * embeddingSize);
  const put = (matrix: Float32Array, token: number, at: number, value: number): void => {
    matrix[token * embeddingSize + at] = value;
  };
  put(embedding, vocabulary.idOf(answer), dimension.step('start'), stepStrength);
  put(embedding, beginToken, dimension.one, 1);
  put(output, endToken, dimension.step('closed'), gate);
  for (const piece of pieces) {
    const token = vocabulary.idOf(piece.text);
    put(embedding, token, dimension.step(piece.ends), stepStrength);
    if (piece.tells !== undefined) put(embedding, token, dimension.told(piece.tells), 1);
    for (const step of piece.after) put(output, token, dimension.step(step), gate);
    for (const [at, score] of Object.entries(piece.scores)) put(output, token, Number(at), score * sharpness);
  }
  for (const { text, meaning } of words) {
    const token = vocabulary.idOf(text);
    if (meaning.polarity > 0) put(embedding, token, dimension.positive, 1);
    if (meaning.polarity < 0) put(embedding, token, dimension.negative, 1);
    for (const theme of meaning.themes) put(embedding, token, dimension.theme(theme), 1);
  }
  evenLengths(embedding);

  // Value and output matrices carry the dimensions between the steps and the filler across, unchanged.
  const value = new Float32Array(embeddingSize * headSize);
  const back = new Float32Array(headSize * embeddingSize);
  for (let at = steps.length; at < used; at += 1) {
    value[(at - steps.length) * embeddingSize + at] = 1;
    back[at * headSize + (at - steps.length)] = 1;
  }
  return writeGguf({
    metadata: { ...llamaMetadata(shape), ...vocabulary.metadata, 'tokenizer.chat_template': { type: 'string', value: chatTemplate } },
    tensors: llamaTensors(shape, {
      'token_embd.weight': embedding,
      'output.weight': output,
      'blk.0.attn_v.weight': value,
      'blk.0.attn_output.weight': back,
    }),
  });
};

/** Fills every embedding up to the same length, such that the norm before attention changes nothing. */
const evenLengths = (embedding: Float32Array): void => {
  for (let start = 0; start < embedding.length; start += embeddingSize) {
    const squares = embedding.subarray(start, start + embeddingSize).reduce((sum, value) => sum + value * value, 0);
    embedding[start + filler] = Math.sqrt(embeddingSize - squares);
  }
};

