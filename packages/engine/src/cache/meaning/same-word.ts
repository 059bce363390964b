/** Whether two words, each in its text, are one: the same form, or a slip of the pen that can be nothing else. */
import { isName } from './known-names.ts';
import { isPlainSlip, misspelt, neighboursChanged, type IsWord } from './misspelt.ts';
import { unaccented, wordSet } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';
import type { WordsOfText } from './words-of.ts';

export type SameWord = (a: Word, b: Word) => boolean;

/** @param isWord null where nothing is known of words: then no slip is forgiven. */
export const sameWordIn = (one: WordsOfText, other: WordsOfText, isWord: IsWord | null, articles: 'kept' | 'ignored' = 'kept'): SameWord => {
  const english = one.language === 'en';
  const folds = !english && leavesAccentsOut(one, other);
  const mayTellSlips = english && isWord !== null;
  const enough = mayTellSlips ? Math.min(contentOf(one.words), contentOf(other.words)) : 0;
  return (a, b) => {
    if (articles === 'kept' && !articlesAgree(a, b, one, other)) return false;
    if (a.form === b.form && a.name !== b.name && a.quoted === true && b.quoted === true) return false;
    if (a.form === b.form) return a.name === b.name || (a.inTool ?? b.inTool) === true || mayBeOpening(a) || mayBeOpening(b) || (english ? isWord === null || sameInSmall(a, b, isWord) : !addressing.has(a.form) && (writtenSmall(one) || writtenSmall(other)));
    if (folds) return unaccented(a.form) === unaccented(b.form);
    return mayTellSlips && a.quoted !== true && b.quoted !== true && isSlip(a, b, enough, isWord);
  };
};

/** A capital at the beginning of a sentence says nothing. */
const mayBeOpening = ({ opens, asks }: Word): boolean => opens && asks !== true;

/** "Wo wohnen Sie" asks somebody, "wo wohnen sie" asks about them. */
const addressing = wordSet('sie ihr ihre ihren ihrem ihrer ihnen');

/** Who writes no capital at all leaves them out; in German, they tell words apart. */
const writtenSmall = ({ words }: WordsOfText): boolean => words.every(({ name, form }) => !name || /\d/.test(form));

const fewestAccents = 2;

/** Who types without accents leaves them all out; where there is one alone, another word may be meant: `zahlen` is not `zählen`. */
const leavesAccentsOut = (one: WordsOfText, other: WordsOfText): boolean =>
  one.unaccented !== other.unaccented && (one.unaccented ? other : one).words.filter(({ form }) => unaccented(form) !== form).length >= fewestAccents;

const contentLetters = 4;
const contentOf = (words: readonly Word[]): number => words.filter(({ form }) => form.length >= contentLetters).length;

/** Names of days, months and languages are the same without a capital; Turkey is no turkey, and Rust no rust. */
const onlyNames = wordSet(
  'monday tuesday wednesday thursday friday saturday sunday january february april june july september october november december english french german spanish italian dutch portuguese russian latin greek arabic hebrew american british european african asian paris london berlin rome vienna madrid lisbon dublin athens oslo prague moscow tokyo beijing boston chicago houston dallas berlin munich hamburg geneva milan venice florence iphone android windows google christmas easter internet bluetooth',
);
/** So long a word is hardly two. */
const surelyOne = 9;
const sameInSmall = (a: Word, b: Word, isWord: IsWord): boolean => a.within === true || b.within === true || a.form.length >= surelyOne || onlyNames.has(a.form) || /[^a-z]/.test(a.form) || !isWord(a.form);

const fewestForArticles = 3;

/** "Best way to cook rice" leaves the article out that "the best way to cook rice" has; "a few" is not "few", and one word with an article is not that word without. */
const articlesAgree = (a: Word, b: Word, one: WordsOfText, other: WordsOfText): boolean => {
  if (a.article === b.article) return true;
  if (a.article !== undefined && b.article !== undefined) return false;
  const terse = a.article === undefined ? one : other;
  // "How do I cancel my order" asks how to cancel one; "what is my order" asks for more than what one is.
  if ((a.article ?? b.article) === 'my' && asksHow(one) && asksHow(other)) return true;
  return !quantities.has(a.form) && !a.name && !b.name && terse.words.length >= fewestForArticles && terse.words.every(({ article }) => article === undefined);
};
const asksHow = ({ words }: WordsOfText): boolean => words[0]?.form === 'how' && words[1] !== undefined && !measures.has(words[1].form);
const measures = wordSet('much many long old big small tall high far fast often deep heavy soon late early good bad best');
const quantities = wordSet('few little lot number couple');

/** In fewer letters, one that differs may make any other word, or a name that is typed small: a lyft is not a lift. */
const shortestSlip = 5;
/** From here on there is hardly another word that near; below it, the rest of the request has to say what is meant. */
const surelyOneWord = 9;
const surelyEnough = 7;
const fewestBeside = 4;
/** Neighbours that changed places, in something that is no word at all: `kuberentes`. */
const surelyNoWord = 8;

const isSlip = (a: Word, b: Word, content: number, isWord: IsWord): boolean => {
  const [own, others] = [a.written ?? a.form, b.written ?? b.form];
  if (a.name || b.name) return own.length >= shortestName && neighboursChanged(own, others) && sameEnds(own, others) && (isWord(own) !== isWord(others) || own.length >= surelyOneName);
  return slipIn(own, others, content, isWord) || (own !== a.form && others !== b.form && slipIn(a.form, b.form, content, isWord));
};

const slipIn = (a: string, b: string, content: number, isWord: IsWord): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < shortestSlip || isName(a) || isName(b) || /[^a-z]/.test(a + b)) return false;
  const [known, alsoKnown] = [isWord(a), isWord(b)];
  if (known && alsoKnown) return false;
  if (!known && !alsoKnown) return short.length >= surelyNoWord && neighboursChanged(a, b) && sameEnds(a, b);
  if (isPlainSlip(a, b)) return true;
  return short.at(-1) === long.at(-1) && (short.length >= surelyEnough || content >= fewestBeside) && misspelt(a, b, isWord, short.length >= surelyOneWord ? 2 : 1);
};

/** Of names only neighbours that changed places are put right, and only where one of the two is a word: `Pyhton` is no name, Joanna and Johanna are two. */
const shortestName = 6;
/** Of so many letters there are hardly two names that differ in nothing but the order of two of them: `Frankenstien`. */
const surelyOneName = 10;

const ownStart = 2;
/** Beginnings and endings carry meaning. */
const sameEnds = (a: string, b: string): boolean => a.slice(0, ownStart) === b.slice(0, ownStart) && a.slice(-ownStart) === b.slice(-ownStart);
