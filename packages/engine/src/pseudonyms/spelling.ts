/**
 * One character of an answer may be spelled with several: an escape in JSON, an HTML entity in text. Readers of both spellings, able to
 * say that a spelling is not finished yet.
 */
import { joints } from './symbols.ts';

/** How an answer's characters are spelled: as they are, or inside the strings of a JSON text. */
export type Spelling = 'text' | 'json';

export interface Spelled {
  /** The UTF-16 unit that it stands for; 0 where it stands for nothing that is told apart here. */
  readonly unit: number;
  /** How many units it takes. */
  readonly width: number;
}

/** The text ends before the spelling does. */
export const unfinished: Spelled = { unit: 0, width: Number.POSITIVE_INFINITY };

const shortEscapes: Readonly<Record<string, number>> = { '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 };
const longEscape = 6;

/**
 * Reads the escape whose backslash is at `at`. What is no JSON is read as nothing, and always as the same, however the text was split:
 * a provider may send anything.
 */
export const readEscape = (text: string, at: number): Spelled => {
  const kind = text[at + 1];
  if (kind === undefined) return unfinished;
  if (kind !== 'u') return { unit: shortEscapes[kind] ?? 0, width: 2 };
  let end = at + 2;
  while (end < at + longEscape && end < text.length && isHexDigit(text.charCodeAt(end))) end += 1;
  if (end === at + longEscape) return { unit: Number.parseInt(text.slice(at + 2, end), 16), width: longEscape };
  return end === text.length ? unfinished : { unit: 0, width: end - at };
};

export const isHexDigit = (unit: number): boolean =>
  (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);

/** Hex digits that an unfinished escape still lacks. */
export const lacking = (escape: string): number => longEscape - escape.length;

/**
 * Whether an unfinished escape may still turn out to spell one of these symbols, or a joint.
 * @param escape its beginning: a backslash, perhaps `u`, perhaps some hex digits.
 */
export const mayBecome = (escape: string, symbols: readonly number[], orJoint: boolean): boolean => {
  const digits = escape.slice(2).toLowerCase();
  const spells = (unit: number): boolean => unit.toString(16).padStart(4, '0').startsWith(digits);
  const upperCase = (symbol: number): number => String.fromCharCode(symbol).toUpperCase().charCodeAt(0);
  return symbols.some((symbol) => spells(symbol) || spells(upperCase(symbol))) || (orJoint && joints.some(spells));
};

/** All of them spell joints: what is escaped inside an e-mail address, a URL or a word. */
const entities: readonly string[] = [
  'commat period hyphen dash lowbar colon sol bsol nbsp shy zwnj zwj',
  '#64 #46 #45 #95 #58 #47 #92 #32 #160 #173 #8203 #8208 #8209',
  '#x40 #x2e #x2d #x5f #x3a #x2f #x5c #x20 #xa0 #xad #x200b #x2010 #x2011',
].flatMap((names) => names.split(' ').map((name) => `&${name};`));
const longestEntity = Math.max(...entities.map((entity) => entity.length));

/** Reads the entity whose ampersand is at `at`; an ampersand that begins none of them is read as itself. */
export const readEntity = (text: string, at: number): Spelled => {
  const seen = text.slice(at, at + longestEntity).toLowerCase();
  const entity = entities.find((each) => seen.startsWith(each));
  if (entity !== undefined) return { unit: 0x20, width: entity.length };
  return at + seen.length === text.length && entities.some((each) => each.startsWith(seen)) ? unfinished : { unit: 0x26, width: 1 };
};
