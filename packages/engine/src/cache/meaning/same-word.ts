/** Whether two words, each in its text, are one: the same form, or a slip of the pen that can be nothing else. */
import { isName } from './known-names.ts';
import { isOnlyOne } from './question-form.ts';
import { isPlainSlip, misspelt, neighboursChanged, type IsWord } from './misspelt.ts';
import { unaccented, wordSet } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';
import type { WordsOfText } from './words-of.ts';

export type SameWord = (a: Word, b: Word) => boolean;

/** @param isWord null where nothing is known of words: then no slip is forgiven. */
export const sameWordIn = (one: WordsOfText, other: WordsOfText, isWord: IsWord | null, articles: 'kept' | 'ignored' = 'kept'): SameWord => {
  const english = one.language === 'en';
  // Of German words, too many differ in nothing else.
  const folds = (one.language === 'fr' || one.language === 'es') && leavesAccentsOut(one, other);
  const mayTellSlips = english && isWord !== null;
  const enough = mayTellSlips ? Math.min(contentOf(one.words), contentOf(other.words)) : 0;
  return (a, b) => {
    if (articles === 'kept' && !articlesAgree(a, b, one, other)) return false;
    // A man-eating shark is no man eating shark.
    if (a.joined !== b.joined && /(?:ing|ed)$/.test(a.form)) return false;
    if (a.form === b.form) return casesAgree(a, b, one, other, isWord);
    if (folds) return unaccented(a.form) === unaccented(b.form);
    return mayTellSlips && a.quoted !== true && b.quoted !== true && isSlip(a, b, enough, isWord);
  };
};

/** A capital at the beginning of a sentence says nothing. */
const mayBeOpening = ({ begins, asks }: Word): boolean => begins === true && asks !== true;

/** "Wo wohnen Sie" asks somebody, "wo wohnen sie" asks about them. */
const addressing = wordSet('sie ihr ihre ihren ihrem ihrer ihnen');

const fewestAccents = 2;

/** Who types without accents leaves them all out; where there is one alone, another word may be meant: `zahlen` is not `zählen`, nor pagó pago. */
const leavesAccentsOut = (one: WordsOfText, other: WordsOfText): boolean => {
  const accented = (one.unaccented ? other : one).words.map(({ form }) => form).filter((form) => unaccented(form) !== form);
  return one.unaccented !== other.unaccented && !accented.some((form) => /[éóáí]$/.test(form) && !asking.has(form)) && (accented.length >= fewestAccents || accented.every((form) => asking.has(form)));
};
const asking = wordSet('qué cómo cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde quién où à');

const contentLetters = 4;
const contentOf = (words: readonly Word[]): number => words.filter(({ form }) => form.length >= contentLetters).length;

/** Names of days, months, languages and places, and what is only a name: the same without a capital. Turkey is no turkey, and Rust no rust. */
const onlyNames = wordSet(
  'monday tuesday wednesday thursday friday saturday sunday january february april june july september october november december english french german spanish italian dutch portuguese russian latin greek arabic hebrew american british european african asian paris london berlin rome vienna madrid lisbon dublin athens oslo prague moscow tokyo beijing boston chicago houston dallas munich hamburg geneva milan venice florence iphone google christmas easter internet bluetooth',
);
/** Two letters that everybody knows, in small letters too. */
const knownShort = wordSet('ai pc tv uk eu id ip ui');
const shortestSure = 5;
const safeUnit = /^[\d.,]+(?:km|kg|cm|mm|gb|kb|tb|am|pm|st|nd|rd|th|x|p|k)$/;

/** Capitals tell apart what is short, what has a number before it, and what may be a word and a name. Who writes all small leaves them out. */
const casesAgree = (a: Word, b: Word, one: WordsOfText, other: WordsOfText, isWord: IsWord | null): boolean => {
  const [own, others] = [asWritten(a), asWritten(b)];
  if (own === others || isWord === null || a.form === 'i') return true;
  if (/^\d/.test(a.form)) return safeUnit.test(a.form);
  if ((a.cased === undefined && a.name) || (b.cased === undefined && b.name)) return true;
  if ((mayBeOpening(a) || mayBeOpening(b)) && uncapitalised(own) === uncapitalised(others) && (a.form.length > 1 || /[^b-z]/.test(a.form))) return a.quoted !== true;
  const form = a.form;
  const small = one.small || other.small;
  if (a.quoted === true || b.quoted === true) return small && one.language === 'en' && !isWord(form);
  // `JSON` and `json`; `RAM` may be a Ram.
  if (form.length >= 3 && !isWord(form) && (own === form || others === form) && (own + others).replace(form, '') === form.toUpperCase()) return true;
  if (form.length <= 2) return small && knownShort.has(form);
  if (one.language !== 'en') return small && !addressing.has(form);
  if (onlyNames.has(form)) return true;
  if (a.inTool === true && b.inTool === true) return true;
  if (small) return a.within === true || b.within === true || !isWord(form);
  return form.length >= shortestSure && !isWord(form);
};

/** What stands for another word has no capitals of its own. */
const asWritten = ({ form, cased }: Word): string => (cased?.toLowerCase() === form ? cased : form);

const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const fewestForArticles = 3;

/** "Best way to cook rice" leaves the article out that "the best way to cook rice" has; "a few" is not "few", and one word with an article is not that word without. */
const articlesAgree = (a: Word, b: Word, one: WordsOfText, other: WordsOfText): boolean => {
  if (a.article === b.article) return true;
  if (a.article !== undefined && b.article !== undefined) return false;
  const terse = a.article === undefined ? one : other;
  // "How do I cancel my order" asks how to cancel one; "how do I get my money" is not how to get money.
  if ((a.article ?? b.article) === 'my' && asksHow(one) && asksHow(other)) return true;
  if ((a.article ?? b.article) !== 'the') return false;
  return isOnlyOne(a.form) && !a.name && !b.name && terse.words.length >= fewestForArticles && terse.words.every(({ article }) => article === undefined);
};
const asksHow = ({ words }: WordsOfText): boolean => words[0]?.form === 'how' && ownVerbs.has(words[1]?.form ?? '');
const ownVerbs = wordSet('cancel reset change update track close export renew undo recover restore edit unlock');

/** In fewer letters, one that differs may make any other word, or a name that is typed small: a lyft is not a lift. */
const shortestSlip = 5;
/** From here on there is hardly another word that near; below it, the rest of the request has to say what is meant. */
const surelyOneWord = 9;
const surelyEnough = 7;
const fewestBeside = 4;
/** Of substances and medicines, one letter makes another one. */
const ofChemistry = /(?:[aeiy]ne|anol|enol|anal|one|ate|ite|ide|ole|pam|lol|mab|nib|vir)$/;
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
  if (ofChemistry.test(short) || ofChemistry.test(long)) return false;
  return short.at(-1) === long.at(-1) && (short.length >= surelyOneWord || (short.length >= surelyEnough - 1 && content >= fewestBeside)) && misspelt(a, b, isWord, 1);
};

/** Of names only neighbours that changed places are put right, and only where one of the two is a word: `Pyhton` is no name, Joanna and Johanna are two. */
const shortestName = 6;
/** Of so many letters there are hardly two names that differ in nothing but the order of two of them: `Frankenstien`. */
const surelyOneName = 10;

const ownStart = 2;
/** Beginnings and endings carry meaning. */
const sameEnds = (a: string, b: string): boolean => a.slice(0, ownStart) === b.slice(0, ownStart) && a.slice(-ownStart) === b.slice(-ownStart);
