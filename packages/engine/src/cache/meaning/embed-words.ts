/**
 * The built-in embedder: words, pairs of neighbours and groups of three letters, hashed into a vector of unit length. It knows how a text is
 * written, not what it means; it needs no model, no download and no call.
 * Source: K. Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009.
 */
import type { WordsOfText } from './words-of.ts';

export const builtInDimensions = 256;

const wordWeight = 1;
const pairWeight = 0.5;
const lettersWeight = 0.25;

/** @returns `builtInDimensions` numbers of length 1 */
export const embedWords = ({ words }: WordsOfText): Float32Array => {
  const vector = new Float32Array(builtInDimensions);
  let before = '';
  for (const { form } of words) {
    // Small words are many and say little about what a text is about; the guard looks at them.
    const weight = form.length < 4 ? 0.5 : 1;
    add(vector, `w ${form}`, weight * wordWeight);
    if (before !== '') add(vector, `p ${before} ${form}`, pairWeight);
    const letters = ` ${form} `;
    for (let at = 0; at + 3 <= letters.length && at < 40; at += 1) add(vector, `l ${letters.slice(at, at + 3)}`, weight * lettersWeight);
    before = form;
  }
  return toUnitLength(vector);
};

const add = (vector: Float32Array, feature: string, weight: number): void => {
  const hash = fnv1a(feature);
  const place = hash % builtInDimensions;
  vector[place] = (vector[place] ?? 0) + ((hash >>> 16) % 2 === 0 ? weight : -weight);
};

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The low bits alone are poorly mixed.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
};

/** In place. A vector of nothing stays as it is. */
export const toUnitLength = (vector: Float32Array): Float32Array => {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum > 0) {
    const length = Math.sqrt(sum);
    for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length;
  }
  return vector;
};

/** Of two vectors of unit length: their cosine. */
export const similarity = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
};
