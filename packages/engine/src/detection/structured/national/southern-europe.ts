/** Spain, Italy, Portugal, Greece, Turkey. */
import { digitAt, digitsOf, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Ministerio del Interior: the letter is the number modulo 23; X, Y, Z of a foreigner count 0, 1, 2. */
const isSpanish = (value: string): boolean => {
  const compact = value.replaceAll(/[ .-]/g, '').toUpperCase();
  const number = compact.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2');
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === compact.at(-1);
};

/** Orden EHA/451/2008: digits at odd places doubled; a digit or a letter checks. */
const isSpanishCompany = (value: string): boolean => {
  const digits = value.slice(1, 8);
  const sum = digits.split('').reduce((total, digit, at) => {
    const product = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  return value.at(-1) === String(check) || value.at(-1) === 'JABCDEFGHI'[check];
};

/** Values of characters at odd places. Source: Decreto ministeriale 23 dicembre 1976, n. 13813. */
const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

const isCodiceFiscale = (value: string): boolean => {
  const code = value.toUpperCase();
  const sum = code.slice(0, 15).split('').reduce((total, character, at) => {
    const index = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (at % 2 === 0 ? (oddValues[index] ?? 0) : index);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === code[15];
};

/** Autoridade Tributária: weights 9 to 2, mod 11. */
const isPortuguese = (value: string): boolean => {
  const digits = digitsOf(value);
  const check = 11 - (weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === digitAt(digits, 8);
};

/** AADE: powers of two, mod 11. */
const isGreek = (value: string): boolean => (weightedSum(value, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digitAt(value, 8) && value !== '000000000';

/** Nüfus ve Vatandaşlık: the tenth digit checks odd and even places, the eleventh the sum. */
const isTurkish = (value: string): boolean => {
  const odd = weightedSum(value, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(value, [0, 1, 0, 1, 0, 1, 0, 1]);
  return (((odd * 7 - even) % 10) + 10) % 10 === digitAt(value, 9) && (odd + even + digitAt(value, 9)) % 10 === digitAt(value, 10);
};

export const southernEurope: readonly PatternRule[] = [
  { type: 'national_id', kind: 'Spanish DNI or NIE', pattern: standingAlone(String.raw`(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZ][ .-]?\d{7})[ -]?[A-HJ-NP-TV-Z]`, 'i'), valid: isSpanish, proof: 'its letter is right', score: 0.78, words: ['dni', 'nie', 'nif', 'documento', 'identidad', 'identity', 'extranjer'], scoreWithWord: 0.98 },
  { type: 'tax_id', kind: 'Spanish company tax number', pattern: standingAlone(String.raw`[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]`), valid: isSpanishCompany, proof: 'its check is right', score: 0.4, words: ['cif', 'nif', 'iva', 'vat'], scoreWithWord: 0.94 },
  {
    type: 'national_id',
    kind: 'Italian codice fiscale',
    pattern: standingAlone(String.raw`[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]`, 'i'),
    valid: isCodiceFiscale,
    proof: 'its last letter is right',
    score: 0.96,
    certain: true,
  },
  { type: 'tax_id', kind: 'Italian VAT number', pattern: standingAlone(String.raw`(?:IT ?)?\d{11}`), valid: (value) => passesLuhn(digitsOf(value)), proof: 'passes the Luhn check', score: 0.1, words: ['partita iva', 'p.iva', 'p. iva', 'piva', 'vat', 'iva'], scoreWithWord: 0.94 },
  { type: 'tax_id', kind: 'Portuguese tax number', pattern: standingAlone(String.raw`(?:PT ?)?[1-35689]\d{2} ?\d{3} ?\d{3}`), valid: isPortuguese, proof: 'passes the mod 11 check', score: 0.1, words: ['nif', 'contribuinte', 'nipc', 'fiscal', 'portug'], scoreWithWord: 0.95 },
  { type: 'tax_id', kind: 'Greek tax number', pattern: standingAlone(String.raw`\d{9}`), valid: isGreek, proof: 'passes the mod 11 check', score: 0.1, words: ['afm', 'αφμ', 'α.φ.μ', 'a.f.m', 'greek', 'vat'], scoreWithWord: 0.93 },
  { type: 'national_id', kind: 'Turkish identity number', pattern: standingAlone(String.raw`[1-9]\d{10}`), valid: isTurkish, proof: 'passes both checks', score: 0.5, words: ['tckn', 'kimlik', 't.c.', 'tc no', 'turkish', 'vatanda'], scoreWithWord: 0.97 },
];
