/** Cuts a text into the tokens that the tagger judges, each with all that it may look at. */
import type { Finding } from '../finding.ts';
import { streetEndings, streetWords } from './lists/address-words.ts';
import { commonWordsElsewhere } from './lists/common-words-elsewhere.ts';
import { commonWords } from './lists/common-words.ts';
import { familyNames } from './lists/family-names.ts';
import { givenNames } from './lists/given-names.ts';
import { hanFamilyNames, japaneseFamilyNames } from './lists/han-names.ts';
import { calendarWords, nameParticles, titles } from './lists/name-contexts.ts';
import { legalForms, organisationWords } from './lists/organisation-words.ts';
import { places } from './lists/places.ts';

export interface Token {
  readonly start: number;
  readonly end: number;
  /** Of the lower-case word; all numbers of one length are one word. */
  readonly word: number;
  readonly shape: number;
  /** A bit for each list that the word is on. */
  readonly lists: number;
  /** Of the last two and three letters, and the first three. */
  readonly suffix2: number;
  readonly suffix3: number;
  readonly prefix3: number;
}

export const shapes = { lower: 0, capital: 1, upper: 2, mixed: 3, initial: 4, number: 5, mark: 6, line: 7, known: 8, han: 9, kana: 10, otherScript: 11, hangul: 12, code: 13 } as const;

const listed: readonly ReadonlySet<string>[] = [givenNames, familyNames, places, streetWords, legalForms, organisationWords, titles, nameParticles, calendarWords];
export const listBits = { given: 1, family: 2, place: 4, street: 8, legal: 16, organisation: 32, title: 64, particle: 128, calendar: 256, streetEnding: 512, common: 1024 } as const;

/** FNV-1a, 32 bits. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

// A run of letters and digits is one token: a postcode's half, or a code. So is an abbreviation with dots (S.p.A.).
const tokenPattern = /[A-Za-z]{1,30}\d[A-Za-z0-9]*|\d{1,30}[A-Za-z][A-Za-z0-9]*|[\p{Script=Han}]|\p{L}(?:\.\p{L}){1,4}(?![\p{L}\p{M}])|[\p{Script=Hiragana}\p{Script=Katakana}ー]+|(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}[\p{L}\p{M}]*(?:[-'’](?![\p{Script=Han}])\p{L}[\p{L}\p{M}]*)*|\d+|\n|[^\s\p{L}\d]/gu;

const shapeOf = (word: string): number => {
  const first = word.charCodeAt(0);
  if (first === 10) return shapes.line;
  if (/\d/.test(word)) return /^\d+$/.test(word) ? shapes.number : shapes.code;
  if (first < 0x80 && !/[A-Za-z]/.test(word[0] ?? '')) return shapes.mark;
  if (/^\p{Script=Han}/u.test(word)) return shapes.han;
  if (/^[\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(word)) return shapes.kana;
  if (/^\p{Script=Hangul}/u.test(word)) return shapes.hangul;
  if (!/^\p{L}/u.test(word)) return shapes.mark;
  const lower = word.toLowerCase();
  const upper = word.toUpperCase();
  if (lower === upper) return shapes.otherScript;
  if (word === lower) return shapes.lower;
  if (word === upper) return word.length === 1 ? shapes.initial : shapes.upper;
  return word.slice(1) === lower.slice(1) || /^\p{Lu}\p{Ll}+(?:[-'’]\p{Lu}?\p{Ll}+)+$/u.test(word) ? shapes.capital : shapes.mixed;
};

const isCommon = (lower: string): boolean => commonWords.has(lower) || commonWordsElsewhere.has(lower);

const listsOf = (lower: string, shape: number): number => {
  if (shape === shapes.han) return hanFamilyNames.has(lower) ? listBits.family : 0;
  if (shape > shapes.initial && shape !== shapes.otherScript && shape !== shapes.hangul) return 0;
  let bits = 0;
  for (let at = 0; at < listed.length; at++) if (listed[at]?.has(lower) === true) bits |= 1 << at;
  const hyphen = lower.search(/[-'’]/);
  if (hyphen > 1 && bits === 0) for (let at = 0; at < 2; at++) if (listed[at]?.has(lower.slice(0, hyphen)) === true) bits |= 1 << at;
  if (isCommon(lower) || (hyphen > 1 && isCommon(lower.slice(0, hyphen)))) bits |= listBits.common;
  if (lower.length > 5 && streetEndings.test(lower)) bits |= listBits.streetEnding;
  return bits;
};

const affixes = (lower: string): Pick<Token, 'suffix2' | 'suffix3' | 'prefix3'> => ({ suffix2: hashOf(lower.slice(-2)), suffix3: hashOf(lower.slice(-3)), prefix3: hashOf(lower.slice(0, 3)) });

const properties = (text: string): Omit<Token, 'start' | 'end'> => {
  const shape = shapeOf(text);
  const lower = text.toLowerCase();
  // All numbers of one length are one word, and all codes of one form, so that a postcode is known by its form.
  const word = shape === shapes.number ? 1000 + Math.min(text.length, 9) : shape === shapes.code ? hashOf(text.length > 6 ? 'code' : text.replaceAll(/[A-Za-z]/g, 'A').replaceAll(/\d/g, '9')) : hashOf(lower);
  return { word, shape, lists: listsOf(lower, shape), ...affixes(shape === shapes.number || shape === shapes.code ? '' : lower) };
};

/** Words repeat: what is known of them is kept, up to a bound. */
const remembered = new Map<string, Omit<Token, 'start' | 'end'>>();
const mostRemembered = 20_000;

const tokenOf = (text: string, start: number): Token => {
  let known = remembered.get(text);
  if (known === undefined) {
    known = properties(text);
    if (remembered.size >= mostRemembered) remembered.clear();
    if (text.length <= 32) remembered.set(text, known);
  }
  const { word, shape, lists, suffix2, suffix3, prefix3 } = known;
  return { start, end: start + text.length, word, shape, lists, suffix2, suffix3, prefix3 };
};

/** @param known findings that stand for one token each: what they are is known, and helps to see what is next to them */
export const tokensOf = (text: string, known: readonly Finding[]): Token[] => {
  const tokens: Token[] = [];
  let next = 0;
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    const found = known[next];
    if (found !== undefined && match.index + match[0].length > found.start) {
      const hash = hashOf(found.type);
      tokens.push({ start: found.start, end: found.end, word: hash, shape: shapes.known, lists: 0, suffix2: hash, suffix3: hash, prefix3: hash });
      next++;
      tokenPattern.lastIndex = Math.max(found.end, match.index + 1);
      continue;
    }
    if (match[0] >= '\u4e00' && japaneseFamilyNames.has(text.slice(match.index, match.index + 2))) {
      // Two characters make the family name; neither says so by itself.
      for (const at of [0, 1]) tokens.push({ ...tokenOf(match[0][at] ?? text[match.index + at] ?? '', match.index + at), lists: listBits.family });
      tokenPattern.lastIndex = match.index + 2;
      continue;
    }
    const possessive = match[0].length > 3 && /['’][sS]$/.test(match[0]) ? match[0].slice(0, -2) : undefined;
    tokens.push(tokenOf(possessive ?? match[0], match.index));
    if (possessive !== undefined) tokens.push(tokenOf("'s", match.index + possessive.length));
  }
  return tokens;
};
