/** Long texts, in pieces that can each be looked through at once: what bounds the work on one piece then never bounds what is found in the text. */

export interface Window {
  readonly start: number;
  readonly text: string;
}

const windowLength = 4_096;
/** What lies over the end of one piece lies within the next. */
const overlap = 512;
/** Of so many characters without a space, a detector decodes only the first. */
export const longestRun = 65_000;

/** @returns null where something in it cannot be looked into: a run of characters that is too long to be decoded. */
export const windowsOf = (text: string): readonly Window[] | null => {
  if (text.length <= windowLength) return [{ start: 0, text }];
  const windows: Window[] = [];
  for (let start = 0; ; ) {
    const end = spaceAfter(text, start + windowLength);
    if (end - start > windowLength + longestRun) return null;
    windows.push({ start, text: text.slice(start, end) });
    if (end >= text.length) return windows;
    start = Math.max(spaceBefore(text, end - overlap, start + 1), start + 1);
  }
};

const space = /\s/;
const spaceAfter = (text: string, from: number): number => {
  for (let at = from; at < text.length; at += 1) if (space.test(text.charAt(at))) return at;
  return text.length;
};
/** Where a word begins, at or before; `least` where none does. */
const spaceBefore = (text: string, from: number, least: number): number => {
  for (let at = from; at > least; at -= 1) if (space.test(text.charAt(at - 1))) return at;
  return from > least ? from : least;
};
