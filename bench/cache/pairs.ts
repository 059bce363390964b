/** The hand-written pairs, and how the built-in semantic cache judges each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedWords, similarity } from '@plimsoll/engine/cache/meaning/embed-words';
import { sameRequest } from '@plimsoll/engine/cache/meaning/same-request';
import { wordsOf } from '@plimsoll/engine/cache/meaning/words-of';
import { englishWords } from '@plimsoll/server/cache/english-words';

export const pairSets = ['paraphrases-tuning', 'paraphrases-seen', 'paraphrases-written-along', 'paraphrases-third', 'paraphrases-fresh', 'paraphrases-fourth', 'near-misses-tuning', 'near-misses-written-along', 'near-misses-attacks', 'near-misses-second-attack', 'near-misses-third-attack', 'near-misses-held-out', 'near-misses-third', 'near-misses-fresh', 'near-misses-fourth', 'near-misses-blind'] as const;
export type PairSet = (typeof pairSets)[number];

export interface JudgedPair {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  /** Cosine by the built-in embedder. */
  readonly similarity: number;
  /** What the words say, whatever the vectors say. */
  readonly same: boolean;
}

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
}

export const judgedPairs = (name: PairSet): readonly JudgedPair[] => {
  const isWord = englishWords();
  return readFileSync(join(import.meta.dirname, 'pairs', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { a, b, kind } = JSON.parse(line) as Pair;
      const [one, other] = [wordsOf(a, isWord), wordsOf(b, isWord)];
      if (one === null || other === null) return { a, b, kind, similarity: 0, same: false };
      return { a, b, kind, similarity: similarity(embedWords(one), embedWords(other)), same: sameRequest(one, other, 'words', isWord) };
    });
};

/** @returns the share of pairs that the cache takes for the same request, from 0 to 1 */
export const taken = (pairs: readonly JudgedPair[], threshold: number, guarded: boolean): number =>
  pairs.filter(({ similarity: likeness, same }) => likeness >= threshold && (same || !guarded)).length / pairs.length;
