/**
 * Takes a request's text apart into the words that say what is asked for: politeness and articles gone, contractions written out, words that
 * say the same written one way. Deterministic, offline, linear in the length of the text.
 */
import { beforeObjects, closed, opened, withoutChatter } from './courtesy.ts';
import { datesOf } from './dates-of.ts';
import { knownWords, languages, lexicons, type Language } from './lexicon.ts';
import { misspelt, type IsWord } from './misspelt.ts';
import { numberWords, unaccented } from './phrase-table.ts';
import { rewritten } from './phrases.ts';
import { defined, inverted, punctuated, withoutAbility, withoutLeaders, withoutMuch } from './question-form.ts';
import { tokensOf, type Word } from './tokens-of.ts';

export interface WordsOfText {
  readonly language: Language;
  /** Written without any accent. */
  readonly unaccented: boolean;
  readonly words: readonly Word[];
}

/** Longer texts are not taken apart: two that are nearly the same hide their difference too well. In characters. */
export const longestText = 4_000;
const mostWords = 500;

/**
 * @param isWord for slips in the words that this file knows; null where there is no list of words
 * @returns null where the text is too long, or says nothing.
 */
export const wordsOf = (text: string, isWord: IsWord | null = null): WordsOfText | null => {
  if (text.length > longestText) return null;
  const raw = tokensOf(text.normalize('NFKC'));
  const language = languageOf(raw);
  const lexicon = lexicons[language];
  // Phrases are listed as people say them; only what is left is put in one way.
  const counted = language === 'en' ? raw.map((word, index) => (word.name || word.quoted === true ? word : { ...word, form: numberWords.get(word.form) ?? (index < phrasesWithin || index >= raw.length - phrasesWithin ? corrected(word.form, isWord) : word.form) })) : raw;
  const said = inverted(opened(closed(withoutChatter(language === 'en' ? punctuated(rewritten(counted, lexicon.contractions)) : rewritten(counted, lexicon.contractions), lexicon.openings), lexicon.closings), lexicon.openings));
  const rewords = aboutWords.test(text) ? datesOf(said) : rewritten(datesOf(said), lexicon.phrases);
  const words = without(rewords, ({ form, quoted }, index) => lexicon.empty.has(form) && quoted !== true && !(form === 'please' && beforeObjects.has(rewords[index - 1]?.form ?? '')));
  const canonical = language === 'en' ? withoutLeaders(withoutMuch(defined(withoutAbility(words))).map((word) => ({ ...word, form: spelling(word) }))) : words;
  return canonical.length === 0 || canonical.length > mostWords ? null : { language, unaccented: unaccented(text) === text, words: canonical };
};

/** Where words are spoken about, those that say the same are not the same: "a synonym of big" is not one of "large". */
const aboutWords =
  /\b(?:translat|synonym|antonym|opposite|plural|singular|etymolog|spell|pronounc|rhym|conjugat|declin|thesaurus|definition|defin[ei]|meaning|means?\b|in a sentence|the word|word for|how (?:do|would|can) (?:you|i|we|one) say|übersetz|traduc|traduire|traduis|tradui)/iu;

/** Where the first word of a sentence goes, the next one opens it. */
const without = (words: readonly Word[], isEmpty: (word: Word, index: number) => boolean): Word[] => {
  const left: Word[] = [];
  let opens = false;
  words.forEach((word, index) => {
    opens ||= word.opens;
    if (isEmpty(word, index)) return;
    left.push(word.opens === opens ? word : { ...word, opens });
    opens = false;
  });
  return left;
};

const languageOf = (words: readonly Word[]): Language => {
  let best: Language = 'en';
  let most = 0;
  for (const language of languages) {
    const told = words.reduce((count, { form }) => count + (lexicons[language].telling.has(form) ? 1 : 0), 0);
    // One word may stand in any text: "vitamin d" is not French.
    if (told > most && (language === 'en' || told > 1)) [best, most] = [language, told];
  }
  return best;
};

/** Phrases that are known stand at the beginning and the end; to look for slips in all of a long text would take long. */
const phrasesWithin = 12;
const shortestCorrected = 4;
/** In a shorter one, two letters more may make it any of many words, known here or not: `compund` is not `compute`. */
const surelyTwo = 9;

/** A slip in one of the words that are known here; what else is spelt wrongly is found when two texts are compared. */
const corrected = (form: string, isWord: IsWord | null): string =>
  isWord === null || form.length < shortestCorrected || !/^[a-z]+$/.test(form) || isWord(form) ? form : (knownWords.find((known) => misspelt(known, form, isWord, 1)) ?? (form.length < surelyTwo ? undefined : knownWords.find((known) => misspelt(known, form, isWord))) ?? form);

/** British and American are one; singular and plural are, too. Names stay as they are. */
const spelling = ({ form, name, quoted }: Word): string => {
  if (name || quoted === true || form.length < 4 || /[^a-z]/.test(form)) return form;
  const american = form.length < 6 ? form : form.replace(/our(s?)$/, 'or$1').replace(/isation/, 'ization').replace(/is(e|es|ed|ing)$/, form.length > 6 ? 'iz$1' : 'is$1').replace(/ogue$/, 'og').replace(/ll(ed|ing|er)$/, 'l$1').replace(/([^aeiou])tre$/, '$1ter');
  if (/(ss|us|is|as|os|news)$/.test(american)) return american;
  if (/[^aeiou]ies$/.test(american) && american.length > 5) return `${american.slice(0, -3)}y`;
  if (/(ch|sh|x|ss|zz)es$/.test(american)) return american.slice(0, -2);
  return american.endsWith('s') ? american.slice(0, -1) : american;
};
