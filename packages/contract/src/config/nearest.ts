/** Finds what somebody probably meant to write. */
import { distance } from 'fastest-levenshtein';

/** Two letters swapped are one slip, though an edit distance counts two. */
const slips = (word: string, other: string): number => {
  const edits = distance(word, other);
  return edits === 2 && word.length === other.length && isAnagram(word, other) ? 1 : edits;
};

const isAnagram = (word: string, other: string): boolean => letters(word) === letters(other);
const letters = (word: string): string => word.split('').toSorted().join('');

const fold = (word: string): string => word.toLowerCase().replaceAll('-', '_');

/**
 * The candidate most like `word`: case and `-` against `_` do not count, two letters swapped are one slip, and at most two in five letters may differ.
 * @returns null when none is near enough to be worth suggesting.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | null => {
  if (word.length > 200) return null;
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const apart = slips(wanted, fold(candidate));
    if (apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
};
