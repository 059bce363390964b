/** Canada, Mexico, Brazil, Argentina, Chile, Colombia. */
import { allSame, digitAt, digitsOf, isDay, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Receita Federal: each check digit is eleven less the remainder, ten and eleven are zero. */
const brazilianCheck = (digits: string, weights: readonly number[]): number => {
  const rest = weightedSum(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
};

const isCpf = (value: string): boolean => {
  const digits = digitsOf(value);
  return !allSame(digits) && brazilianCheck(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 9) && brazilianCheck(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 10);
};

const isCnpj = (value: string): boolean => {
  const digits = digitsOf(value);
  return brazilianCheck(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 12) && brazilianCheck(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 13) && !allSame(digits);
};

/** RENAPO, "Instructivo normativo": each character by its place in an alphabet with Ñ, weights 18 to 2. */
const isCurp = (value: string): boolean => {
  const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
  const code = value.toUpperCase();
  const sum = code.slice(0, 17).split('').reduce((total, character, at) => total + alphabet.indexOf(character) * (18 - at), 0);
  return (10 - (sum % 10)) % 10 === digitAt(code, 17) && isDay(Number(code.slice(8, 10)), Number(code.slice(6, 8)));
};

/** Servicio de Impuestos Internos: weights 2 to 7 from the right, K for ten. */
const isRut = (value: string): boolean => {
  const compact = value.replaceAll(/[.-]/g, '').toUpperCase();
  const body = compact.slice(0, -1);
  const sum = body.split('').toReversed().reduce((total, digit, at) => total + Number(digit) * (2 + (at % 6)), 0);
  const check = 11 - (sum % 11);
  return (check === 11 ? '0' : check === 10 ? 'K' : String(check)) === compact.at(-1);
};

/** AFIP: weights 5, 4, 3, 2, 7 to 2. */
const isCuit = (value: string): boolean => {
  const digits = digitsOf(value);
  return (11 - (weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digitAt(digits, 10);
};

/** DIAN, Orden administrativa 4 de 1989. */
const isNit = (value: string): boolean => {
  const digits = digitsOf(value);
  const rest = weightedSum(digits.slice(0, -1).split('').toReversed().join(''), [3, 7, 13, 17, 19, 23, 29, 37, 41].slice(0, digits.length - 1)) % 11;
  return (rest < 2 ? rest : 11 - rest) === digitAt(digits, digits.length - 1);
};

export const americas: readonly PatternRule[] = [
  { type: 'national_id', kind: 'Canadian social insurance number', pattern: standingAlone(String.raw`[1-79]\d{2}[ -]?\d{3}[ -]?\d{3}|0\d{2}[ -]?\d{3}[ -]?\d{3}`), valid: (value) => passesLuhn(digitsOf(value)) && !allSame(digitsOf(value)), proof: 'passes the Luhn check', score: 0.3, words: ['sin:', 'sin ', 'social insurance', 'assurance sociale', 'nas', 's.i.n', 'sin#'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Mexican CURP', pattern: standingAlone(String.raw`[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-ZÑ]{3}[0-9A-Z]\d`, 'i'), valid: isCurp, proof: 'its check digit is right', score: 0.96, certain: true },
  { type: 'tax_id', kind: 'Mexican RFC', pattern: standingAlone(String.raw`[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]`), valid: (value) => isDay(Number(value.slice(-5, -3)), Number(value.slice(-7, -5))), proof: 'holds a day', score: 0.55, words: ['rfc', 'contribuyente'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Brazilian CPF', pattern: standingAlone(String.raw`\d{3}\.\d{3}\.\d{3}-\d{2}`), valid: isCpf, proof: 'its check digits are right', score: 0.95, certain: true },
  { type: 'national_id', kind: 'Brazilian CPF', pattern: standingAlone(String.raw`\d{11}|\d{9}-\d{2}`), valid: isCpf, proof: 'its check digits are right', score: 0.5, words: ['cpf', 'cadastro', 'contribuinte', 'brazil'], scoreWithWord: 0.97 },
  { type: 'tax_id', kind: 'Brazilian CNPJ', pattern: standingAlone(String.raw`\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}`), valid: isCnpj, proof: 'its check digits are right', score: 0.95, certain: true },
  { type: 'tax_id', kind: 'Brazilian CNPJ', pattern: standingAlone(String.raw`\d{14}`), valid: isCnpj, proof: 'its check digits are right', score: 0.4, words: ['cnpj'], scoreWithWord: 0.97 },
  { type: 'tax_id', kind: 'Argentine CUIT or CUIL', pattern: standingAlone(String.raw`(?:20|23|24|27|30|33|34)-?\d{8}-?\d`), valid: isCuit, proof: 'passes the mod 11 check', score: 0.5, words: ['cuit', 'cuil', 'afip', 'argentin'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'Chilean RUT', pattern: standingAlone(String.raw`\d{1,2}\.\d{3}\.\d{3}-[0-9K]`, 'i'), valid: isRut, proof: 'passes the mod 11 check', score: 0.88, certain: true },
  { type: 'national_id', kind: 'Chilean RUT', pattern: standingAlone(String.raw`\d{7,8}-[0-9K]`, 'i'), valid: isRut, proof: 'passes the mod 11 check', score: 0.35, words: ['rut', 'run', 'chile', 'cédula'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'Colombian NIT', pattern: standingAlone(String.raw`\d{3}\.?\d{3}\.?\d{3}-\d`), valid: isNit, proof: 'passes its check', score: 0.3, words: ['nit'], scoreWithWord: 0.94 },
];
