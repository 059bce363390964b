/** United Kingdom and Ireland: National Insurance, NHS, UTR, VAT and PPS numbers. */
import { digitAt, digitsOf, weightedSum } from '../../checksums/digits.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** NHS Data Dictionary, "NHS number": weights 10 to 2, eleven less the remainder. */
const isNhs = (value: string): boolean => {
  const digits = digitsOf(value);
  const check = 11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check) === digitAt(digits, 9) && !/^(\d)\1+$/.test(digits);
};

/** HMRC: the first digit checks the other nine. */
const isUtr = (value: string): boolean => {
  const digits = digitsOf(value);
  return '21987654321'[weightedSum(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === digits[0];
};

/** HMRC: weights 8 to 2; the last two digits make the sum divisible by 97, or by 97 with 55 added. */
const isVat = (value: string): boolean => {
  const digits = digitsOf(value);
  const sum = weightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) + Number(digits.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
};

/** Revenue Commissioners: weights 8 to 2, a second letter counts nine times. */
const isPps = (value: string): boolean => {
  const compact = value.replaceAll(' ', '');
  const second = compact[8] === undefined || compact[8] === 'W' ? 0 : compact.charCodeAt(8) - 64;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[(weightedSum(compact, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === compact[7];
};

export const britainAndIreland: readonly PatternRule[] = [
  {
    type: 'national_id',
    kind: 'UK National Insurance number',
    // HMRC, NIM39110: which letters there are, and which pairs are not given out.
    pattern: standingAlone(String.raw`(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]`),
    score: 0.68,
    words: ['national insurance', 'nino', 'ni number', 'ni no', 'insurance no', 'n.i.'],
    scoreWithWord: 0.97,
  },
  // HMRC's own specimen; QQ is never given out, and stands in examples for a real one.
  { type: 'national_id', kind: 'UK National Insurance number', pattern: standingAlone(String.raw`QQ ?\d{2} ?\d{2} ?\d{2} ?[A-D]`), score: 0.3, words: ['national insurance', 'nino', 'ni number', 'ni no', 'ni:'], scoreWithWord: 0.85 },
  { type: 'medical_number', kind: 'UK NHS number', pattern: standingAlone(String.raw`\d{3}[ -]?\d{3}[ -]?\d{4}`), valid: isNhs, proof: 'passes the mod 11 check', score: 0.3, words: ['nhs', 'patient', 'chi'], scoreWithWord: 0.96 },
  { type: 'tax_id', kind: 'UK taxpayer reference', pattern: standingAlone(String.raw`\d{5} ?\d{5}`), valid: isUtr, proof: 'passes its check', score: 0.1, words: ['utr', 'taxpayer ref', 'unique taxpayer', 'self assessment', 'tax ref', 'hmrc'], scoreWithWord: 0.94 },
  { type: 'tax_id', kind: 'UK VAT number', pattern: standingAlone(String.raw`(?:GB ?)?\d{3} ?\d{4} ?\d{2}`), valid: isVat, proof: 'passes the mod 97 check', score: 0.1, words: ['vat'], scoreWithWord: 0.9 },
  { type: 'national_id', kind: 'Irish PPS number', pattern: standingAlone(String.raw`\d{7} ?[A-W][A-IW]?`), valid: isPps, proof: 'its letter is right', score: 0.52, words: ['pps', 'ppsn', 'personal public service'], scoreWithWord: 0.96 },
];
