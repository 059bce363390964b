/**
 * Takes a request's text apart into the words that say what is asked for: politeness gone, each article with its noun, contractions written
 * out, words that say the same written one way. Deterministic, offline, linear in the length of the text.
 */
import { beforeObjects, closed, opened, withoutChatter } from './courtesy.ts';
import { datesOf } from './dates-of.ts';
import { knownWords, languages, lexicons, type Language } from './lexicon.ts';
import { isName } from './known-names.ts';
import { isPlainSlip, misspelt, type IsWord } from './misspelt.ts';
import { numberWords, unaccented, wordSet } from './phrase-table.ts';
import { rewritten } from './phrases.ts';
import { withNumbers } from './numbers-in-words.ts';
import { asMood, defined, impersonal, inverted, punctuated, stranding, withoutOwnSubject, withoutLeaders, withoutMuch, withoutThat } from './question-form.ts';
import { signsOf } from './signs-of.ts';
import { tokensOf, type Article, type Word } from './tokens-of.ts';

export interface WordsOfText {
  readonly language: Language;
  /** Written without any accent. */
  readonly unaccented: boolean;
  /** It asks with `does`, so its verb has no ending. */
  readonly does: boolean;
  /** Without any capital, or in nothing but capitals: they say nothing. */
  readonly small: boolean;
  /** Operators and marks, see `signsOf`. */
  readonly signs: string;
  readonly words: readonly Word[];
}

/** Longer texts are not taken apart: two that are nearly the same hide their difference too well. In characters. */
export const longestText = 4_000;
const mostWords = 500;
/** So many words do not become as few as `mostWords`; no hostile text is looked at any longer. */
const mostRaw = 800;
const quotes = /["“”„«»'‘’`]/g;
/** For each one, the text is searched for its other half. */
const mostQuotes = 200;
/** A text of more signs is code or worse; patterns that look for a run of them begin anew at each. */
const signs = /[^\p{L}\p{N}\s]/gu;
const mostSigns = 400;

/**
 * @param isWord for slips in the words that this file knows; null where there is no list of words
 * @returns null where the text is too long, or says nothing.
 */
export const wordsOf = (text: string, isWord: IsWord | null = null): WordsOfText | null => {
  if (text.length > longestText || (text.match(quotes)?.length ?? 0) > mostQuotes || (text.match(signs)?.length ?? 0) > mostSigns) return null;
  const raw = withNames(tokensOf(plain(text)));
  if (raw.length > mostRaw) return null;
  const language = languageOf(raw);
  const lexicon = lexicons[language];
  const english = language === 'en';
  // Phrases are listed as people say them; only what is left is put in one way.
  const counted = english ? withNumbers(raw.map((word, index) => (word.name || word.quoted === true || numberWords.has(word.form) || (index >= phrasesWithin && index < raw.length - phrasesWithin) ? word : { ...word, form: corrected(word.form, isWord) }))) : raw;
  const written = rewritten(counted, lexicon.contractions);
  const asked = closed(withoutChatter(english ? punctuated(written) : written, lexicon.openings), lexicon.closings);
  const said = datesOf(inverted(opened(english ? impersonal(withoutThat(stranding(asked))) : asked, lexicon.openings)));
  const technical = aboutWords.test(text);
  const rewords = technical ? said : rewritten(said, lexicon.phrases);
  const words = withoutEmpty(english && !judged.test(text) ? asMood(rewords) : rewords, technical ? nothing : lexicon.empty, english);
  const canonical = english ? withoutLeaders(withoutMuch(defined(withoutOwnSubject(words))).map((word) => (technical ? word : { ...word, form: spelling(word) }))) : words;
  return canonical.length === 0 || canonical.length > mostWords ? null : { language, unaccented: unaccented(text) === text, does: english && rewords.some(({ form, quoted }) => form === 'does' && quoted !== true), small: text === text.toLowerCase() || text === text.toUpperCase(), signs: signsOf(text.normalize('NFC')), words: canonical };
};

/** Full-width letters and ligatures as anybody writes them. A power stays one: 5² is not 52. */
const plain = (text: string): string => text.normalize('NFC').replaceAll(/[^\p{No}\p{ASCII}]+/gu, (letters) => letters.normalize('NFKC'));

/** Where a sentence is judged, every word of it counts. */
const judged = /\b(?:is (?:this|it|that|my \w+) (?:right|correct|ok|grammatical)|grammar|grammatical|correct this|tense)\b/i;

/** Where words are spoken about, those that say the same are not the same: "a synonym of big" is not one of "large". */
const aboutWords =
  /\b(?:translat|synonym|antonym|opposite|plural|singular|etymolog|spell|pronounc|rhym|conjugat|declin|thesaurus|definition|defin[ei]|meaning|means?\b|in a sentence|the word|word for|tense|letters?|syllables?|part of speech|formal|anagram|rename|replace|abbreviat|acronym|the name|grammar|idiom|(?:in|for|to) (?:english|german|french|spanish|italian|latin|greek|dutch|japanese|chinese|russian|arabic)|(?:german|french|spanish|italian|latin|english|dutch) for|difference|vowel|noun|verb|adjective|one word|package|property|css|html|npm|yarn|variable|python|java|sql|regex|ruby|c\+\+|javascript|typescript|jquery|rust|golang|kotlin|swift|php|perl|bash|how (?:do|would|can) (?:you|i|we|one) say|übersetz|traduc|traduire|traduis|tradui)/iu;

const joining = new Set(['and', 'of', 'the', 'in', 'on', 'for', 'to', 'a', 'de', 'la', 'von', 'van']);

/** Behind "in" or "using", what they are is plain, however it is written. */
const tools = wordSet('python java excel outlook perl kotlin photoshop gmail');
const beforeTools = new Set(['in', 'using']);

/** "The Master and Margarita" and "New York City": written small, they are the same; Turkey alone may be a turkey. */
const withNames = (words: readonly Word[]): readonly Word[] => {
  const named = (word: Word | undefined): boolean => word !== undefined && word.name && word.quoted !== true;
  const beside = (at: number, step: 1 | -1): boolean => named(words[at + step]) || (joining.has(words[at + step]?.form ?? '') && named(words[at + 2 * step]));
  // `Let's Encrypt` is one; it tells nobody to do anything.
  const letUs = (word: Word, at: number): boolean => word.form === "let's" && words[at + 1]?.name === true;
  return words.map((word, at) => (letUs(word, at) ? { ...word, form: "let's^" } : named(word) && (beside(at, 1) || beside(at, -1)) ? { ...word, within: true } : tools.has(word.form) && beforeTools.has(words[at - 1]?.form ?? '') ? { ...word, inTool: true } : word));
};

const nothing: ReadonlySet<string> = new Set();
const articles: ReadonlyMap<string, Article> = new Map([['a', 'a'], ['an', 'a'], ['the', 'the'], ['my', 'my'], ['our', 'our']]);

/** "The 5th of May" is "May 5". */
const isDate = /^[a-z]{3}-\d/;

/** Where the first word of a sentence goes, the next one opens it. An article is kept with the word that it stands before. English. */
const withoutEmpty = (words: readonly Word[], empty: ReadonlySet<string>, english: boolean): Word[] => {
  const left: Word[] = [];
  let opens = false;
  let article: Article | undefined;
  words.forEach((word, index) => {
    opens ||= word.opens;
    const own = english && word.quoted !== true && words[index + 1] !== undefined ? articles.get(word.form) : undefined;
    if (own !== undefined) {
      article = own;
      return;
    }
    if (empty.has(word.form) && !word.name && word.quoted !== true && !(word.form === 'please' && beforeObjects.has(words[index - 1]?.form ?? ''))) return;
    left.push({ ...word, opens, ...(article === undefined || isDate.test(word.form) ? {} : { article }) });
    [opens, article] = [false, undefined];
  });
  return left;
};

const languageOf = (words: readonly Word[]): Language => {
  let best: Language = 'en';
  let most = 0;
  for (const language of languages) {
    const told = words.reduce((count, { form }) => count + (lexicons[language].telling.has(form) ? 1 : 0), 0);
    // One word may stand in any text: "vitamin d" is not French.
    if ((told > most || (told === most && best === 'en')) && (language === 'en' || told > 1)) [best, most] = [language, told];
  }
  return best;
};

/** Phrases that are known stand at the beginning and the end; to look for slips in all of a long text would take long. */
const phrasesWithin = 12;
const shortestCorrected = 4;
/** In a shorter one, only neighbours that changed places and doubled letters are slips for sure: `lisa` is no `list`, nor abilify an ability. */
const surelyOne = 9;

/** A slip in one of the words that are known here; what else is spelt wrongly is found when two texts are compared. */
const corrected = (form: string, isWord: IsWord | null): string =>
  isWord === null || form.length < shortestCorrected || !/^[a-z]+$/.test(form) || isName(form) || isWord(form) ? form : (knownWords.find((known) => isPlainSlip(known, form) || (form.length >= surelyOne && misspelt(known, form, isWord, 1))) ?? form);

/** British and American are one. Singular and plural are two: glasses are not glass, and shingles no shingle. */
const spelling = ({ form, name, quoted }: Word): string => {
  if (name || quoted === true || form.length < 4 || /[^a-z]/.test(form)) return form;
  const american = form.length < 6 ? form : form.replace(/our(s?)$/, 'or$1').replace(/isation/, 'ization').replace(/is(e|es|ed|ing)$/, form.length > 6 ? 'iz$1' : 'is$1').replace(/ogue$/, 'og').replace(/^(travel|cancel|label|model|counsel|signal|fuel|marvel|level|total|fuel|channel|tunnel|quarrel|dial|equal|initial)l(ed|ing|er|ers)$/, '$1$2').replace(/([^aeiou])tre$/, '$1ter');
  return american;
};
