/**
 * Some model files say how sure they are. Their answer names a label and then has a placeholder where a number belongs;
 * the file's metadata says which tokens are labels, which one is the placeholder, and how the label's probability
 * becomes a confidence. The number is computed, never sampled: what the model would write there by itself means nothing.
 *
 *     plimsoll.confidence.labels       int32[]  tokens of the labels, two or more
 *     plimsoll.confidence.placeholder  uint32   the token that is replaced
 *     plimsoll.confidence.scale        float32  confidence = 1 / (1 + exp(-(scale * logit(share) + shift))), where `share`
 *     plimsoll.confidence.shift        float32  is the label's part of the probability that all labels have together
 */
import type { LlamaModel, Token } from 'node-llama-cpp';

export interface ConfidenceRule {
  readonly labels: ReadonlySet<Token>;
  readonly placeholder: Token;
  readonly scale: number;
  readonly shift: number;
}

const mostLabels = 1024;
/** Digits of the number that is written. */
const digits = 3;
/** Keeps the logarithm finite; well beyond what three digits show. */
const margin = 1e-6;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/**
 * @returns null where the file has no such rule.
 * @throws Error where it has one that cannot be followed: an answer with the bare placeholder would lie.
 */
export const readConfidenceRule = (model: LlamaModel): ConfidenceRule | null => {
  const metadata: unknown = model.fileInfo.metadata;
  const own = isRecord(metadata) ? metadata['plimsoll'] : undefined;
  const rule = isRecord(own) ? own['confidence'] : undefined;
  if (rule === undefined) return null;
  const vocabularySize = model.fileInfo.metadata.tokenizer?.ggml?.tokens?.length ?? 0;
  const isToken = (value: unknown): value is Token => isNumber(value) && Number.isInteger(value) && value >= 0 && value < vocabularySize;
  if (isRecord(rule)) {
    const { labels, placeholder, scale, shift } = rule;
    const sound = Array.isArray(labels) && labels.length >= 2 && labels.length <= mostLabels && labels.every(isToken);
    if (sound && isToken(placeholder) && isNumber(scale) && isNumber(shift)) return { labels: new Set(labels), placeholder, scale, shift };
  }
  throw new Error("the file's plimsoll.confidence metadata cannot be followed");
};

/** @param probabilities what the model gave for the place where `label` stands. @returns the number as it is written, from 0 to 0.999 */
export const confidenceText = (rule: ConfidenceRule, label: Token, probabilities: ReadonlyMap<Token, number>): string => {
  let all = 0;
  for (const other of rule.labels) all += probabilities.get(other) ?? 0;
  const share = all === 0 ? 0 : (probabilities.get(label) ?? 0) / all;
  const bounded = Math.min(Math.max(share, margin), 1 - margin);
  const confidence = 1 / (1 + Math.exp(-(rule.scale * Math.log(bounded / (1 - bounded)) + rule.shift)));
  // Nothing is certain: 1 is never written.
  return String(Math.min(Number(confidence.toFixed(digits)), 1 - 10 ** -digits));
};
