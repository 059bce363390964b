/** Telling a slip of the pen from another word. */

/** Whether English has this word: of two that are one letter apart, both may be words. */
export type IsWord = (word: string) => boolean;

const shortestMisspelt = 4;
const longForTwo = 7;

/**
 * One is a word and the other is none, and few letters lie between: what was meant is plain. The first letter is nearly always right.
 * @param most letters that may be wrong; without it, as many as the length allows
 */
export const misspelt = (a: string, b: string, isWord: IsWord, most = Math.max(a.length, b.length) >= longForTwo ? 2 : 1): boolean => {
  const least = Math.min(a.length, b.length);
  if (least < shortestMisspelt || a[0] !== b[0] || /[^a-z]/.test(a + b)) return false;
  const apart = lettersApart(a, b, most);
  return apart && isWord(a) !== isWord(b);
};

/**
 * Whether at most so many insertions, deletions, changes or exchanges of neighbours lie between (Damerau and Levenshtein, neighbours once).
 * `fastest-levenshtein` counts an exchange, the commonest slip, as two.
 */
const lettersApart = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false;
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return false;
    [beforeLast, last] = [last, row];
  }
  return (last[b.length] ?? most + 1) <= most;
};

/** Nothing but a slip of the fingers: neighbours that changed places, or a letter too many or too few of two that are alike. */
export const isPlainSlip = (a: string, b: string): boolean => neighboursChanged(a, b) || (a.length < b.length ? doubled(a, b) : doubled(b, a));

/** `captial`, `becoem`. */
export const neighboursChanged = (a: string, b: string): boolean => {
  const at = firstDifference(a, b);
  return a.length === b.length && at > 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
};

/** `pasword`, `bananna`. */
const doubled = (short: string, long: string): boolean => {
  const at = firstDifference(short, long);
  return long.length === short.length + 1 && at > 0 && at < long.length - 1 && long[at] === long[at - 1] && short.slice(at) === long.slice(at + 1);
};

const firstDifference = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};
