/**
 * How a pseudonym of each type is written. It keeps the grammar of what it stands for, so that a model can go on reasoning about an
 * address, a number or a name; it lies in ranges that are reserved for ever, so that it is nobody's; and it consists of letters and digits
 * as far as that allows, because models alter everything else.
 *
 * Nearly all begin with q. Hardly a word of any language ends with one, so a stream, which may be cut after any letter, has next to nothing
 * to hold back.
 */

export interface Form {
  readonly written: string;
  /** A beginning that models tend to drop, empty where there is none. */
  readonly droppable: string;
}

/** A number from 0 below `base`, another one at each call. Enough for 16 calls. */
type Draw = (base: number) => number;

const drawFrom = (digest: string): Draw => {
  let at = 0;
  return (base) => {
    const number = (digest.charCodeAt(at) << 8) | digest.charCodeAt(at + 1);
    at += 2;
    return number % base;
  };
};

const pick = (draw: Draw, letters: string, times: number): string => {
  let picked = '';
  for (let count = 0; count < times; count += 1) picked += letters[draw(letters.length)] ?? '';
  return picked;
};

/** 55 bits that can be spoken, and that tokenise into short common pieces: 100 syllables, and a first vowel that makes no `qu`. */
const word = (draw: Draw): string => {
  let syllables = `q${pick(draw, 'aeio', 1)}`;
  for (let count = 0; count < 8; count += 1) {
    const syllable = draw(100);
    syllables += `${'bcdfghjklmnprstvwxyz'[syllable % 20]}${'aeiou'[Math.floor(syllable / 20)]}`;
  }
  return syllables;
};

const name = (draw: Draw): string => {
  const letters = word(draw);
  return `${letters[0]?.toUpperCase()}${letters.slice(1)}`;
};

/** Without vowels, so that no words come about, and without digits that are taken for letters. */
const idLetters = '23456789BCDFGHJKLMNPQRSTVWXZ';
/** 62 bits. */
const idLength = 13;
const longestLabel = 12;

const labelled = (type: string, draw: Draw): string => {
  const label = type.toUpperCase().replaceAll(/[^A-Z]/g, '').slice(0, longestLabel);
  return `Q${label === '' ? 'ID' : label}${pick(draw, idLetters, idLength)}`;
};

/** The last digit of a number that passes Luhn's check. */
const luhnDigit = (digits: string): number => {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
};

/** Country code 999 is reserved (ITU-T E.164), the number is longer than E.164's 15 digits, and no card has its check digit. */
const phone = (draw: Draw): string => {
  const digits = `999${pick(draw, '0123456789', 14)}`;
  return `+${digits}${(luhnDigit(digits) + 1 + draw(9)) % 10}`;
};

/** The prefix for documentation (RFC 3849). Groups begin with no zero, which models leave out. */
const address = (draw: Draw): string =>
  `2001:db8::${[0, 0, 0, 0].map(() => (0x1000 + draw(0xf000)).toString(16)).join(':')}`;

/** QZ is assigned to no country (ISO 3166-1, user-assigned), and 00 is nobody's check number. */
const iban = (draw: Draw): string => `QZ00${pick(draw, idLetters, 14)}`;

const plain = (written: string): Form => ({ written, droppable: '' });

const forms: ReadonlyMap<string, (draw: Draw) => Form> = new Map<string, (draw: Draw) => Form>([
  ...['person', 'name', 'organisation', 'organization', 'location', 'address', 'city'].map(
    (type) => [type, (draw: Draw) => plain(name(draw))] as const,
  ),
  // `invalid` resolves nowhere and never will (RFC 2606).
  ['email', (draw) => plain(`${word(draw)}@example.invalid`)],
  ['url', (draw) => ({ written: `https://${word(draw)}.invalid`, droppable: 'https://' })],
  ['phone', (draw) => ({ written: phone(draw), droppable: '+' })],
  ...['ip', 'ip-address', 'ipv4', 'ipv6'].map((type) => [type, (draw: Draw) => plain(address(draw))] as const),
  ['iban', (draw) => plain(iban(draw))],
]);

/** @param digest from `tenantDigest`. Types without a form of their own read as an id that says its type. */
export const formOf = (type: string, digest: string): Form => {
  const draw = drawFrom(digest);
  return forms.get(type)?.(draw) ?? plain(labelled(type, draw));
};
