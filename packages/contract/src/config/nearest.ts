/** Finds what somebody probably meant to write. */
import { distance } from 'fastest-levenshtein';

const fold = (word: string): string => word.toLowerCase().replaceAll('-', '_');

/**
 * The candidate most like `word`: case and `-` against `_` do not count, and at most two in five letters may differ.
 * @returns null when none is near enough to be worth suggesting.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | null => {
  if (word.length > 200) return null;
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const apart = distance(wanted, fold(candidate));
    if (apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
};
