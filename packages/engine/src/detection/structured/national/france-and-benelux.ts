/** France, Belgium, the Netherlands, Luxembourg. */
import { digitsOf, isDay, remainder, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** INSEE, "Numéro de sécurité sociale": key is 97 less the remainder; Corsica's 2A counts as 19, 2B as 18. */
const isNir = (value: string): boolean => {
  const compact = value.replaceAll(/[ .-]/g, '').toUpperCase().replace('2A', '19').replace('2B', '18');
  const month = Number(compact.slice(3, 5));
  return /^\d{15}$/.test(compact) && ((month >= 1 && month <= 12) || month >= 20) && 97 - remainder(compact.slice(0, 13), 97) === Number(compact.slice(13));
};

/** DGFiP: the last three digits are the first ten modulo 511. */
const isFrenchTaxId = (value: string): boolean => Number(digitsOf(value).slice(0, 10)) % 511 === Number(digitsOf(value).slice(10));

/** Registre national: two digits check nine; who was born from 2000 on has a 2 before them. */
const isBelgian = (value: string): boolean => {
  const digits = digitsOf(value);
  const check = Number(digits.slice(9));
  const matches = 97 - (Number(digits.slice(0, 9)) % 97) === check || 97 - (Number(`2${digits.slice(0, 9)}`) % 97) === check;
  return matches && Number(digits.slice(2, 4)) % 20 <= 12 && Number(digits.slice(4, 6)) <= 31;
};

/** Rijksdienst voor Identiteitsgegevens, "elfproef": weights 9 to 2, the last digit counts -1. */
const isBsn = (value: string): boolean => {
  const digits = digitsOf(value).padStart(9, '0');
  return weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(digits) > 0 && !/^(\d)\1+$/.test(digits);
};

export const franceAndBenelux: readonly PatternRule[] = [
  { type: 'national_id', kind: 'French social security number', pattern: standingAlone(String.raw`[12378](?:[ .-]?\d){4}[ .-]?(?:\d{2}|2[ABab])(?:[ .-]?\d){6}[ .-]?\d{2}`), valid: isNir, proof: 'passes the mod 97 check', score: 0.85, words: ['sécurité sociale', 'securite sociale', 'nir', 'sécu', 'insee', 'vitale', 'social security', 'assuré'], scoreWithWord: 0.98 },
  { type: 'tax_id', kind: 'French tax number', pattern: standingAlone(String.raw`[0-3]\d(?: ?\d){11}`), valid: isFrenchTaxId, proof: 'passes the mod 511 check', score: 0.45, words: ['fiscal', 'spi', 'impôt', 'impot', 'tax'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'French company number', pattern: standingAlone(String.raw`\d{3} ?\d{3} ?\d{3}(?: ?\d{5})?`), valid: (value) => passesLuhn(digitsOf(value)), proof: 'passes the Luhn check', score: 0.1, words: ['siren', 'siret', 'rcs'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Belgian national register number', pattern: standingAlone(String.raw`\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}`), valid: isBelgian, proof: 'passes the mod 97 check', score: 0.92, certain: true },
  { type: 'national_id', kind: 'Belgian national register number', pattern: standingAlone(String.raw`\d{2}[. -]?\d{2}[. -]?\d{2}[ -]?\d{3}[ .-]?\d{2}`), valid: isBelgian, proof: 'passes the mod 97 check', score: 0.55, words: ['rijksregister', 'registre national', 'national register', 'national number', 'niss', 'insz', 'nrn', 'nationaal nummer', 'numéro national', 'belg'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Dutch citizen service number', pattern: standingAlone(String.raw`\d{8,9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3}`), valid: isBsn, proof: 'passes the eleven test', score: 0.2, words: ['bsn', 'burgerservice', 'sofi', 'citizen service', 'dutch id'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Luxembourg national number', pattern: standingAlone(String.raw`(?:19|20)\d{11}`), valid: (value) => passesLuhn(value.slice(0, 12)) && isDay(Number(value.slice(6, 8)), Number(value.slice(4, 6))), proof: 'passes the Luhn check', score: 0.4, words: ['matricule', 'luxemb', 'cnsl', 'national'], scoreWithWord: 0.92 },
  { type: 'tax_id', kind: 'Dutch VAT number', pattern: standingAlone(String.raw`NL ?\d{9} ?B\d{2}`), score: 0.85, words: ['btw', 'vat'], scoreWithWord: 0.96 },
];
