/** Poland, Czechia, Slovakia, Romania, Bulgaria, Croatia, Hungary, Russia, Ukraine. */
import { beginsWithDay, digitAt, digitsOf, isDay, weightedSum } from '../../checksums/digits.ts';
import { passesMod11And10 } from '../../checksums/iso-7064.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Ustawa o ewidencji ludności, art. 15: weights 1, 3, 7, 9; the month says the century. */
const isPesel = (value: string): boolean => weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 && isDay(Number(value.slice(4, 6)), Number(value.slice(2, 4)) % 20);

/** Ministerstwo Finansów: mod 11, ten is never given out. */
const isNip = (value: string): boolean => weightedSum(digitsOf(value), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(digitsOf(value), 9);

/** Act 133/2000: ten digits are divisible by eleven; a woman's month is 50 more, 20 more when numbers ran out. */
const isCzech = (value: string): boolean => Number(digitsOf(value)) % 11 === 0 && isDay(Number(digitsOf(value).slice(4, 6)), (Number(digitsOf(value).slice(2, 4)) % 50) % 20);

/** Romanian CNP: the constant 279146358279. */
const isCnp = (value: string): boolean => {
  const rest = weightedSum(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === digitAt(value, 12) && beginsWithDay(value.slice(1));
};

/** GRAO: powers of two modulo 11; the month says the century. */
const isEgn = (value: string): boolean => (weightedSum(value, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(value, 9) && isDay(Number(value.slice(4, 6)), Number(value.slice(2, 4)) % 20);

/** Пенсионный фонд: weights 9 to 1, modulo 101. */
const isSnils = (value: string): boolean => {
  const digits = digitsOf(value);
  return (weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(digits.slice(9));
};

/** Приказ ФНС: one check digit for companies, two for persons. */
const isInn = (value: string): boolean => {
  const check = (weights: readonly number[], at: number): boolean => (weightedSum(value, weights) % 11) % 10 === digitAt(value, at);
  return value.length === 10 ? check([2, 4, 10, 3, 5, 9, 4, 6, 8], 9) : check([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 10) && check([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 11);
};

/** NAV: weights by place, mod 11. */
const isHungarianTaxId = (value: string): boolean => weightedSum(value, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === digitAt(value, 9);

/** ДПС: mod 11, then mod 10. */
const isUkrainian = (value: string): boolean => (((weightedSum(value, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === digitAt(value, 9);

export const easternEurope: readonly PatternRule[] = [
  { type: 'national_id', kind: 'Polish PESEL', pattern: standingAlone(String.raw`\d{11}`), valid: isPesel, proof: 'passes its check and holds a day of birth', score: 0.45, words: ['pesel'], scoreWithWord: 0.98 },
  { type: 'tax_id', kind: 'Polish NIP', pattern: standingAlone(String.raw`(?:PL ?)?(?:\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}|\d{10})`), valid: isNip, proof: 'passes the mod 11 check', score: 0.35, words: ['nip', 'vat', 'podat'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Czech or Slovak birth number', pattern: standingAlone(String.raw`\d{6}/\d{4}`), valid: isCzech, proof: 'divisible by eleven', score: 0.8, words: ['rodné', 'rodne', 'r.č', 'rč', 'czech', 'slovak', 'birth number'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'Romanian CNP', pattern: standingAlone(String.raw`[1-8]\d{12}`), valid: isCnp, proof: 'passes its check and holds a day of birth', score: 0.52, words: ['cnp', 'cod numeric', 'roman'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'Bulgarian EGN', pattern: standingAlone(String.raw`\d{10}`), valid: isEgn, proof: 'passes its check and holds a day of birth', score: 0.2, words: ['egn', 'егн', 'bulgar'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'Croatian OIB', pattern: standingAlone(String.raw`\d{11}`), valid: passesMod11And10, proof: 'passes the mod 11,10 check', score: 0.2, words: ['oib', 'croat'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'Hungarian tax number', pattern: standingAlone(String.raw`8\d{9}`), valid: isHungarianTaxId, proof: 'passes the mod 11 check', score: 0.2, words: ['adóazonosító', 'adoazonosito', 'hungarian', 'tax'], scoreWithWord: 0.93 },
  { type: 'national_id', kind: 'Russian SNILS', pattern: standingAlone(String.raw`\d{3}-\d{3}-\d{3}[ -]\d{2}`), valid: isSnils, proof: 'passes the mod 101 check', score: 0.88, words: ['снилс', 'snils'], scoreWithWord: 0.98 },
  { type: 'tax_id', kind: 'Russian INN', pattern: standingAlone(String.raw`\d{12}|\d{10}`), valid: isInn, proof: 'passes the mod 11 check', score: 0.2, words: ['инн', 'inn'], scoreWithWord: 0.95 },
  { type: 'tax_id', kind: 'Ukrainian tax number', pattern: standingAlone(String.raw`\d{10}`), valid: isUkrainian, proof: 'passes the mod 11 check', score: 0.1, words: ['рнокпп', 'іпн', 'rnokpp', 'ukrain'], scoreWithWord: 0.93 },
];
