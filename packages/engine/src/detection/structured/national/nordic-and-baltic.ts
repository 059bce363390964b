/** Sweden, Norway, Finland, Denmark, Estonia, Lithuania, Iceland. */
import { beginsWithDay, digitAt, digitsOf, isDay, remainder, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Skatteverket, SKV 704: Luhn over ten digits; the day of a coordination number is 60 more. */
const isSwedish = (value: string): boolean => {
  const digits = digitsOf(value).slice(-10);
  return passesLuhn(digits) && isDay(Number(digits.slice(4, 6)) % 60, Number(digits.slice(2, 4)));
};

const mod11 = (digits: string, weights: readonly number[]): number => (11 - (weightedSum(digits, weights) % 11)) % 11;

/** Skatteetaten: two check digits; the day of a D-number is 40 more. */
const isNorwegian = (value: string): boolean => {
  const digits = digitsOf(value);
  return (
    mod11(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2]) === digitAt(digits, 9) &&
    mod11(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 10) &&
    isDay(Number(digits.slice(0, 2)) % 40, Number(digits.slice(2, 4)))
  );
};

/** Digital and Population Data Services Agency: nine digits modulo 31 name the last character. */
const isFinnish = (value: string): boolean => {
  const digits = value.slice(0, 6) + value.slice(7, 10);
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[remainder(digits, 31)] === value.at(-1)?.toUpperCase() && isDay(Number(value.slice(0, 2)), Number(value.slice(2, 4)));
};

/** CPR-kontoret: mod 11, which numbers given out since 2007 (seventh digit 4 to 9, young) need not pass. */
const isDanish = (value: string): boolean => {
  const digits = digitsOf(value);
  if (!isDay(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)))) return false;
  return weightedSum(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 || (digitAt(digits, 6) >= 4 && Number(digits.slice(4, 6)) >= 7 && Number(digits.slice(4, 6)) <= 36);
};

/** Estonia and Lithuania share one form: mod 11, with other weights where the rest is ten. */
const isBaltic = (value: string): boolean => {
  const first = weightedSum(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const check = first === 10 ? (weightedSum(value, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10 : first;
  return check === digitAt(value, 10) && beginsWithDay(value.slice(1));
};

/** Þjóðskrá: the ninth digit checks the first eight. */
const isIcelandic = (value: string): boolean => {
  const digits = digitsOf(value);
  return mod11(digits, [3, 2, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 8) && isDay(Number(digits.slice(0, 2)) % 40, Number(digits.slice(2, 4)));
};

export const nordicAndBaltic: readonly PatternRule[] = [
  { type: 'national_id', kind: 'Swedish personal number', pattern: standingAlone(String.raw`(?:19|20)?\d{6}[-+]\d{4}`), valid: isSwedish, proof: 'passes the Luhn check', score: 0.74, words: ['personnummer', 'pers.nr', 'personnr', 'samordningsnummer', 'swedish', 'svensk', 'personal number', 'identity number'], scoreWithWord: 0.98 },
  { type: 'national_id', kind: 'Swedish personal number', pattern: standingAlone(String.raw`(?:19|20)?\d{10}`), valid: isSwedish, proof: 'passes the Luhn check', score: 0.2, words: ['personnummer', 'pers.nr', 'personnr', 'samordningsnummer', 'swedish personal'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Norwegian birth number', pattern: standingAlone(String.raw`\d{6} ?\d{5}`), valid: isNorwegian, proof: 'passes both mod 11 checks', score: 0.66, words: ['fødselsnummer', 'fodselsnummer', 'personnummer', 'fnr', 'd-nummer', 'norw', 'norsk'], scoreWithWord: 0.98 },
  { type: 'national_id', kind: 'Finnish identity code', pattern: standingAlone(String.raw`\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]`), valid: isFinnish, proof: 'its check character is right', score: 0.9, words: ['hetu', 'henkilötunnus', 'personbeteckning', 'finnish'], scoreWithWord: 0.98 },
  { type: 'national_id', kind: 'Danish CPR number', pattern: standingAlone(String.raw`\d{6}-\d{4}`), valid: isDanish, proof: 'begins with a day of birth', score: 0.6, words: ['cpr', 'personnummer', 'danish', 'dansk'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Danish CPR number', pattern: standingAlone(String.raw`\d{6} ?\d{4}`), valid: isDanish, proof: 'begins with a day of birth', score: 0.1, words: ['cpr'], scoreWithWord: 0.92 },
  { type: 'national_id', kind: 'Estonian or Lithuanian personal code', pattern: standingAlone(String.raw`[1-6]\d{10}`), valid: isBaltic, proof: 'passes the mod 11 check', score: 0.42, words: ['isikukood', 'asmens kod', 'personal code', 'eston', 'lithuan'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Icelandic kennitala', pattern: standingAlone(String.raw`\d{6}-?\d{4}`), valid: isIcelandic, proof: 'passes the mod 11 check', score: 0.2, words: ['kennital', 'iceland'], scoreWithWord: 0.95 },
];
