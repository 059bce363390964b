/** United States: Social Security number, ITIN, EIN, DEA and NPI numbers. */
import { digitAt, digitsOf, weightedSum } from '../../checksums/digits.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000. There is no check digit. */
const isSsn = (value: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digitsOf(value));

/** IRS: begins with 9, fourth and fifth digit from 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
const isItin = (value: string): boolean => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/.test(digitsOf(value));

/** IRS: prefixes that were never given out. */
const isEin = (value: string): boolean => !/^(?:0[0789]|1[789]|2[89]|49|69|70|78|79|89|9[67])/.test(digitsOf(value));

/** DEA registration: sum of the odd digits plus twice that of the even ones ends in the check digit. */
const isDea = (value: string): boolean => weightedSum(value.slice(2), [1, 2, 1, 2, 1, 2]) % 10 === digitAt(value, 8);

export const unitedStates: readonly PatternRule[] = [
  { type: 'national_id', kind: 'US Social Security number', pattern: standingAlone(String.raw`\d{3}-\d{2}-\d{4}`), valid: isSsn, score: 0.78, words: ['ssn', 'social security', 'social', 'seguro social'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'US Social Security number', pattern: standingAlone(String.raw`\d{3} ?\d{2} ?\d{4}`), valid: isSsn, score: 0.1, words: ['ssn', 'social security', 'soc sec', 'ss#', 'ss number'], scoreWithWord: 0.9 },
  { type: 'tax_id', kind: 'US individual taxpayer number', pattern: standingAlone(String.raw`9\d{2}[- ]?\d{2}[- ]?\d{4}`), valid: isItin, score: 0.4, words: ['itin', 'taxpayer', 'tax id', 'tin', 'irs'], scoreWithWord: 0.94 },
  { type: 'tax_id', kind: 'US employer number', pattern: standingAlone(String.raw`\d{2}-\d{7}|\d{9}`), valid: isEin, score: 0.2, words: ['ein', 'employer id', 'fein', 'tax id', 'taxpayer', 'federal id', 'irs', 'w-9', 'tin:'], scoreWithWord: 0.88 },
  { type: 'medical_number', kind: 'US DEA registration', pattern: standingAlone(String.raw`[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}`), valid: isDea, proof: 'passes its check', score: 0.3, words: ['dea'], scoreWithWord: 0.93 },
  { type: 'medical_number', kind: 'US National Provider Identifier', pattern: standingAlone(String.raw`[12]\d{9}`), valid: (value) => passesLuhn(`80840${value}`), proof: 'passes the Luhn check with its prefix', score: 0.1, words: ['npi', 'provider id'], scoreWithWord: 0.93 },
];
