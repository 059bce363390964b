/** South Africa, Australia, New Zealand. */
import { beginsWithDay, digitAt, digitsOf, remainder, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Department of Home Affairs: day of birth, four digits for the sex, citizenship, Luhn. */
const isSouthAfrican = (value: string): boolean => passesLuhn(digitsOf(value)) && beginsWithDay(digitsOf(value));

/** Australian Taxation Office: weighted sum divisible by eleven. */
const isTfn = (value: string): boolean => weightedSum(digitsOf(value), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && digitsOf(value) !== '000000000';

/** ATO, ABN: one less than the first digit, then weights 10, 1, 3 to 19, divisible by 89. */
const isAbn = (value: string): boolean => (weightedSum(digitsOf(value), [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

/** Services Australia: weights 1, 3, 7, 9 over eight digits give the ninth. */
const isMedicare = (value: string): boolean => {
  const digits = digitsOf(value);
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8);
};

/** Inland Revenue: mod 11 with a second set of weights where the rest is ten. */
const isIrd = (value: string): boolean => {
  const digits = digitsOf(value).padStart(9, '0');
  const check = (weights: readonly number[]): number => (11 - (weightedSum(digits, weights) % 11)) % 11;
  const first = check([3, 2, 7, 6, 5, 4, 3, 2]);
  return (first === 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first) === digitAt(digits, 8) && remainder(digits, 1_000_000_000) > 10_000_000;
};

export const africaAndOceania: readonly PatternRule[] = [
  { type: 'national_id', kind: 'South African ID number', pattern: standingAlone(String.raw`\d{6} ?\d{4} ?[01][89]\d`), valid: isSouthAfrican, proof: 'passes the Luhn check and holds a day of birth', score: 0.6, words: ['id number', 'id no', 'identity', 'south africa', 'rsa', 'sa id', 'said'], scoreWithWord: 0.97 },
  { type: 'tax_id', kind: 'Australian tax file number', pattern: standingAlone(String.raw`\d{3} ?\d{3} ?\d{3}`), valid: isTfn, proof: 'passes the mod 11 check', score: 0.2, words: ['tfn', 'tax file'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'Australian business number', pattern: standingAlone(String.raw`\d{2} ?\d{3} ?\d{3} ?\d{3}`), valid: isAbn, proof: 'passes the mod 89 check', score: 0.4, words: ['abn', 'business number'], scoreWithWord: 0.97 },
  { type: 'medical_number', kind: 'Australian Medicare number', pattern: standingAlone(String.raw`[2-6]\d{3} ?\d{5} ?\d(?:[ /-]?\d)?`), valid: isMedicare, proof: 'passes its check', score: 0.3, words: ['medicare'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'New Zealand IRD number', pattern: standingAlone(String.raw`\d{2,3}[- ]?\d{3}[- ]?\d{3}`), valid: isIrd, proof: 'passes the mod 11 check', score: 0.2, words: ['ird', 'inland revenue'], scoreWithWord: 0.95 },
];
