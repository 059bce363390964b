/**
 * The lexicon as tokenizer pieces. SentencePiece joins two neighbouring pieces when their joined text is a piece too, so every
 * beginning of a word is one: "▁g", "▁go", "▁goo", "▁good". All begin with a space, so nothing matches inside a word.
 * Negated words join last, out of two finished pieces: "▁not" and "▁good" become "▁not▁good".
 */
import { negations, negative, positive, themes, unrelated, wantedWhenNegated } from './lexicon.ts';

interface Meaning {
  readonly polarity: -1 | 0 | 1;
  /** Places in `themes`. */
  readonly themes: readonly number[];
}

export interface WordPiece {
  readonly text: string;
  readonly score: number;
  readonly meaning: Meaning;
}

const nothing: Meaning = { polarity: 0, themes: [] };
/** Words grow first, so that a negation meets whole ones. */
const growing = -1;
const negating = -100;

const knownWords: ReadonlySet<string> = new Set([...positive, ...negative, ...wantedWhenNegated, ...Object.values(themes).flat(), ...unrelated]);

/** The longest known word that `text` begins with. */
const knownBeginning = (text: string): string | null => {
  for (let length = text.length; length > 0; length -= 1) {
    const beginning = text.slice(0, length);
    if (knownWords.has(beginning)) return beginning;
  }
  return null;
};

/** What a beginning of a word says: polarity by its longest known beginning, themes by all of them ("costly" is about price because "cost" is). */
const meaningOf = (text: string): Meaning => {
  const word = knownBeginning(text);
  if (word === null || unrelated.includes(word)) return nothing;
  const polarity = positive.includes(word) ? 1 : negative.includes(word) ? -1 : 0;
  const about = Object.values(themes).flatMap((list, index) => (list.some((entry) => word.startsWith(entry)) ? [index] : []));
  return { polarity, themes: about };
};

const negate = (text: string, meaning: Meaning): Meaning | null => {
  const word = knownBeginning(text);
  if (meaning.polarity !== 0) return { ...meaning, polarity: meaning.polarity > 0 ? -1 : 1 };
  return word !== null && wantedWhenNegated.includes(word) ? { ...meaning, polarity: -1 } : null;
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** All pieces, in an order that is always the same. */
export const wordPieces = (): WordPiece[] => {
  const pieces = new Map<string, WordPiece>();
  const put = (text: string, score: number, meaning: Meaning): void => {
    if (!pieces.has(text)) pieces.set(text, { text, score, meaning });
  };
  const beginnings = new Set([...knownWords].flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))));
  for (const text of beginnings) {
    const meaning = meaningOf(text);
    put(` ${text}`, growing, meaning);
    put(` ${capitalised(text)}`, growing, meaning);
    const negated = negate(text, meaning);
    if (negated !== null) for (const negation of negations) put(`${negation} ${text}`, negating, negated);
  }
  for (const negation of negations) for (let length = 2; length <= negation.length; length += 1) put(negation.slice(0, length), growing, nothing);
  // A tokenizer that may not put a space before a text's first letter is tried with a line break before it instead.
  // Joined to the letter it is no use for that, and the space comes after all: the first word is found like any other.
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') for (const form of [letter, letter.toUpperCase()]) put(`\n${form}`, growing, nothing);
  return [...pieces.values()];
};
