import type { Word } from './tokens-of.ts';

const months = new Set(['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december', 'jan', 'feb', 'aug', 'sept', 'sep', 'oct', 'nov', 'dec']);
const monthOf = (form: string): string | null => (months.has(form) || form === 'may^' ? form.replace('^', '').slice(0, 3) : null);
const dayOf = (form: string): string | null => /^([1-9]|[12]\d|3[01])\.?$/.exec(form)?.[1] ?? null;

/** `May 5`, `5 May` and `the 5th of May` are one day. */
export const datesOf = (words: readonly Word[]): readonly Word[] => {
  const result: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word, next, after] = [words[at], words[at + 1], words[at + 2]];
    if (word === undefined) break;
    const [day, month] = [dayOf(word.form), monthOf(word.form)];
    const [nextDay, nextMonth] = [dayOf(next?.form ?? ''), monthOf(next?.form ?? '')];
    const laterMonth = next?.form === 'of' ? monthOf(after?.form ?? '') : null;
    if (day !== null && (nextMonth ?? laterMonth) !== null) {
      result.push({ form: `${nextMonth ?? laterMonth}-${day}`, opens: word.opens, name: true });
      at += nextMonth === null ? 2 : 1;
    } else if (month !== null && nextDay !== null) {
      result.push({ form: `${month}-${nextDay}`, opens: word.opens, name: true });
      at += 1;
    } else result.push(word);
  }
  return result;
};
