/**
 * Whether a word is English, from the list in the package `word-list`: 275,000 words in one sorted file, kept as bytes and searched by
 * halves, so that it costs 3 MB and no start-up time.
 */
import { readFileSync } from 'node:fs';
import wordListPath from 'word-list';

const newLine = 0x0a;

/** Reads the list: 3 MB, once. */
export const englishWords = (): ((word: string) => boolean) => {
  const list = readFileSync(wordListPath);
  return (word) => {
    const wanted = Buffer.from(word);
    let [from, to] = [0, list.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const start = middle === 0 ? 0 : list.lastIndexOf(newLine, middle - 1) + 1;
      const next = list.indexOf(newLine, middle);
      const end = next < 0 ? list.length : next;
      const order = Buffer.compare(list.subarray(start, end), wanted);
      if (order === 0) return true;
      if (order < 0) from = end + 1;
      else to = start;
    }
    return false;
  };
};
