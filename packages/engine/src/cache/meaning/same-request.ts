/**
 * Whether two texts ask for the same thing. Nearness of vectors finds candidates; this decides. It looks for a reason to say no: a number, a
 * sign, a name, a negation, a date or any other word that only one of them has, or the same words about each other in another order.
 */
import { saidWithDid, saidWithDoes, saidWithOf } from './fewer-words.ts';
import type { IsWord } from './misspelt.ts';
import { agreeInFacts } from './same-facts.ts';
import { sameWordIn, type SameWord } from './same-word.ts';
import type { Word } from './tokens-of.ts';
import { inOrder, mostArranged, rearranged } from './word-order.ts';
import type { WordsOfText } from './words-of.ts';

/**
 * `words`: every word of one has to be in the other. For embeddings that know letters and words, not meanings.
 * `facts`: numbers, names, negations, quantities, times and directions have to be the same; other words may differ. For embeddings of a model.
 */
export type Strictness = 'words' | 'facts';

/** @param isWord null where nothing is known of words: then no slip of the pen is forgiven. */
export const sameRequest = (a: WordsOfText, b: WordsOfText, strictness: Strictness, isWord: IsWord | null = null): boolean => {
  if (a.signs !== b.signs) return false;
  if (strictness === 'facts') return agreeInFacts(a.words, b.words);
  if (a.language !== b.language) return false;
  const same = sameWordIn(a, b, isWord);
  if (a.words.length !== b.words.length) return a.language === 'en' && (shorter(a.words, b.words, same) || shorter(b.words, a.words, same) || ofOtherwise(a, b, isWord));
  return saidWithDoes(a, b, same) || arranged(a.words, b.words, same) || arranged(b.words, a.words, (one, other) => same(other, one));
};

const arranged = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  inOrder(a, b, same) || (a.length <= mostArranged && rearranged(a, b, same));

/** The second is shorter, and says it all. */
const shorter = (a: readonly Word[], b: readonly Word[], same: SameWord): boolean =>
  a.length > b.length && a.length <= mostArranged && saidWithDid(a, b, same);

/** "A recipe for scones" and "a scone recipe": the article goes with the first word, whichever that is. */
const ofOtherwise = (a: WordsOfText, b: WordsOfText, isWord: IsWord | null): boolean => {
  const [long, short] = a.words.length > b.words.length ? [a, b] : [b, a];
  return ![...long.words, ...short.words].some(({ article }) => article === 'my' || article === 'our') && long.words.length === short.words.length + 1 && long.words.length <= mostArranged && saidWithOf(long.words, short.words, sameWordIn(long, short, isWord, 'ignored'));
};
