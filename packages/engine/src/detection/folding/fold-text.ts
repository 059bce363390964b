/**
 * Undoes what hides a value from patterns but not from a reader: invisible characters go, full-width and mathematical forms, digits of other
 * scripts, dashes and spaces become plain, and look-alike letters inside a Latin word become Latin. Offsets lead back to the original.
 */
import { viewOf, type View } from '../view.ts';
import { homoglyphs } from './homoglyphs.ts';
import { OffsetBuilder } from './offset-builder.ts';

/** Anything but ASCII, Latin letters with accents, quotation marks, Han, kana and Hangul, which stay as they are. */
const foldable = /[^\t\n\r -~\u00a1-\u00ac\u00ae-\u0130\u0132-\u0250\u1e00-\u1eff\u2018-\u201f\u20ac\u3001-\ud7ff]/;

/** First and last of what is not seen: soft hyphen, joiners, fillers, zero-width characters, marks of direction, variation selectors, tags. */
const invisible: readonly (readonly [first: number, last: number])[] = [
  [0xad, 0xad], [0x34f, 0x34f], [0x61c, 0x61c], [0x115f, 0x1160], [0x17b4, 0x17b5], [0x180b, 0x180e], [0x200b, 0x200f], [0x202a, 0x202e], [0x2060, 0x2064], [0x2066, 0x206f], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xfff9, 0xfffb],
  [0xe0000, 0xe01ef],
];

const plainCharacter = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  if (invisible.some(([first, last]) => code >= first && code <= last)) return '';
  // No-break, en, em, thin, ideographic and other spaces.
  if (code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x205f || code === 0x3000) return ' ';
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe63) return '-';
  const digit = decimalDigit(code);
  if (digit !== null) return digit;
  // Letter-like and enclosed forms, small and full-width forms, mathematical letters and digits.
  if ((code >= 0x2070 && code <= 0x209c) || (code >= 0x2460 && code <= 0x24ff) || (code >= 0xfe50 && code <= 0xfe6f) || (code >= 0xff01 && code <= 0xffee) || (code >= 0x1d400 && code <= 0x1d7ff) || (code >= 0x1f130 && code <= 0x1f169))
    return character.normalize('NFKC');
  return character;
};

/** First digits of the scripts whose digits are written in ordinary text. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0];

const decimalDigit = (code: number): string | null => {
  if (code < 0x660 || code > 0xed9) return null;
  const zero = zeros.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? null : String(code - zero);
};

export const foldText = (text: string): View => {
  if (!foldable.test(text)) return viewOf(text, null);
  const builder = new OffsetBuilder();
  let changed = false;
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const plain = plainCharacter(character);
    changed ||= plain !== character;
    builder.add(plain, at, at + character.length);
    at += character.length;
  }
  const folded = builder.text();
  const latin = latinised(folded);
  return changed || latin !== folded ? viewOf(latin, builder.map()) : viewOf(text, null);
};

/** A word of Cyrillic or Greek alone is a word of that language; one with Latin letters or digits in it was dressed up. */
const latinised = (text: string): string =>
  /[\u0131\u0251\u0261\u0370-\u052f]/.test(text)
    ? text.replaceAll(/[\p{L}\p{N}@._%+-]+/gu, (word) => (/[A-Za-z]/.test(word) && /[\u0131\u0251\u0261\u0370-\u052f]/.test(word) ? word.replaceAll(/[\u0131\u0251\u0261\u0370-\u052f]/g, (letter) => homoglyphs.get(letter) ?? letter) : word))
    : text;
