/** Numbers that are written as words, put in digits. English. */
import { numberWords } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';

const multiples: ReadonlyMap<string, number> = new Map([['hundred', 100], ['thousand', 1_000], ['million', 1_000_000], ['billion', 1_000_000_000]]);
const digits = /^\d+(?:\.\d+)?$/;
const furthest = 12;

/** "Twenty-five", "two thousand" and "a hundred and five" are one number each; "one two" are two. */
/** Where numbers are reckoned with, an `and` stands between two of them. */
const reckons = new Set(['sum', 'average', 'mean', 'product', 'between', 'add', 'plus', 'total', 'difference', 'multiply', 'compare']);

export const withNumbers = (words: readonly Word[]): Word[] => {
  const result: Word[] = [];
  const reckoning = words.some(({ form }) => reckons.has(form));
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    const [value, length] = word.quoted === true || words[at - 1]?.form === 'no' ? [null, 1] : numberAt(words, at, reckoning);
    if (value === null) result.push(word);
    else result.push({ ...word, form: value });
    at += length;
  }
  return result;
};

/** @returns the number that begins here and how many words it takes; null where none begins */
const numberAt = (words: readonly Word[], at: number, reckoning: boolean): readonly [string | null, number] => {
  let [total, part] = [0, -1];
  /** What may come next has to be less than this: "twenty five", not "five twenty". */
  let below = Infinity;
  let length = 0;
  let last = 0;
  for (let index = at; index < words.length && index < at + furthest; index += 1) {
    const word = words[index];
    if (word === undefined || word.quoted === true || (index > at && word.opens)) break;
    const multiple = multiples.get(word.form);
    const own = numberWords.get(word.form) ?? (index === at && digits.test(word.form) ? word.form : undefined);
    // "A hundred", and "a hundred and five".
    if (word.form === 'a' && index === at && multiples.has(words[at + 1]?.form ?? '')) part = 1;
    else if (word.form === 'and' && !reckoning && last >= 100 && numberWords.has(words[index + 1]?.form ?? '')) continue;
    else if (multiple !== undefined && index > at && word.joined !== true && words[index + 1]?.joined === true) break;
    else if (multiple !== undefined && part > 0 && (multiple > 100 || (part < 100 && below >= 100))) {
      part *= multiple;
      if (multiple > 100) [total, part, below] = [total + part, 0, multiple];
      else below = 100;
      [last, length] = [multiple, index - at + 1];
    } else if (own !== undefined) {
      const value = Number(own);
      // "Twenty four-hour shifts" are twenty.
      if (index > at && word.joined !== true && words[index + 1]?.joined === true) break;
      const fits = part < 0 || (last >= 100 && value < below) || (last >= 20 && last < 100 && last % 10 === 0 && value > 0 && value < 10);
      if (!fits) break;
      part = Math.max(part, 0) + value;
      [last, length] = [index === at && digits.test(word.form) ? 1 : value, index - at + 1];
    } else break;
  }
  return length === 0 ? [null, 1] : [length === 1 && digits.test(words[at]?.form ?? '') ? (words[at]?.form ?? '') : String(Number((total + Math.max(part, 0)).toFixed(6))), length];
};
