/** Finding listed phrases in a text. */
import type { Phrase, PhraseTable } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';

export const isNumber = /^\d+$/;

export const phraseAt = (words: readonly Word[], at: number, table: PhraseTable): Phrase | null => {
  const first = words[at];
  if (first === undefined) return null;
  for (const phrase of table.get(first.form) ?? []) {
    const fits = phrase.words.every((word, index) => {
      const there = words[at + index];
      return there !== undefined && there.quoted !== true && (!there.name || phrase.named || phrase.words.length > 1) && (word === '#' ? isNumber.test(there.form) : there.form === word) && (index === 0 || !there.opens);
    });
    if (fits) return phrase;
  }
  return null;
};

export const rewritten = (words: readonly Word[], table: PhraseTable): Word[] => {
  const result: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    const phrase = phraseAt(words, at, table);
    if (phrase === null) {
      result.push(word);
      at += 1;
      continue;
    }
    const written = phrase.words.length === 1 && phrase.means.length === 1 ? { written: word.form } : {};
    phrase.means.forEach((form, index) => result.push({ form, opens: index === 0 && word.opens, name: false, ...written }));
    at += phrase.words.length;
  }
  return result;
};
