/** India, China, Taiwan, Hong Kong, Japan, Korea, Singapore, Thailand, Israel. */
import { allSame, beginsWithDay, digitAt, digitsOf, isDay, weightedSum } from '../../checksums/digits.ts';
import { passesMod11Of2 } from '../../checksums/iso-7064.ts';
import { passesLuhn } from '../../checksums/luhn.ts';
import { passesVerhoeff } from '../../checksums/verhoeff.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** GB 11643-1999: the last character checks the others, places 7 to 14 are the day of birth. */
const isChinese = (value: string): boolean => {
  const code = value.toUpperCase();
  return passesMod11Of2(code) && /^(?:19|20)/.test(code.slice(6, 8)) && isDay(Number(code.slice(12, 14)), Number(code.slice(10, 12)));
};

/** 総務省令第八十五号: weights by place, mod 11. */
const isMyNumber = (value: string): boolean => {
  const digits = digitsOf(value);
  const rest = weightedSum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === digitAt(digits, 11) && !allSame(digits);
};

/** 주민등록법 시행규칙: weights 2 to 9 and 2 to 5, mod 11. Numbers given out since October 2020 need not pass. */
const isKorean = (value: string): boolean => {
  const digits = digitsOf(value);
  return (11 - (weightedSum(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === digitAt(digits, 12) && beginsWithDay(digits);
};

/** Weights 2, 7, 6, 5, 4, 3, 2; T and G add four, M three; each series has its own letters. */
const isSingaporean = (value: string): boolean => {
  const first = value[0] ?? '';
  const sum = weightedSum(value.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (first === 'T' || first === 'G' ? 4 : first === 'M' ? 3 : 0);
  const letters = first === 'S' || first === 'T' ? 'JZIHGFEDCBA' : first === 'M' ? 'KLJNPQRTUWX' : 'XWUTRQPNMLK';
  return (first === 'M' ? letters[10 - (sum % 11)] : letters[sum % 11]) === value[8];
};

/** 內政部: the letter stands for two digits, weights 1, 9 to 1. */
const isTaiwanese = (value: string): boolean => {
  const letter = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(value[0] ?? '') + 10;
  return (Math.floor(letter / 10) + (letter % 10) * 9 + weightedSum(value.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
};

/** Immigration Department: letters from 10, a missing first letter counts 36; the bracketed character checks. */
const isHongKong = (value: string): boolean => {
  const compact = value.replaceAll(/[()]/g, '').padStart(9, ' ');
  const sum = compact.slice(0, 8).split('').reduce((total, character, at) => total + (character === ' ' ? 36 : /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55) * (9 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return (check === 10 ? 'A' : String(check)) === compact[8];
};

/** Department of Provincial Administration: weights 13 to 2, mod 11. */
const isThai = (value: string): boolean => {
  const digits = digitsOf(value);
  return (11 - (weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitAt(digits, 12);
};

export const asia: readonly PatternRule[] = [
  { type: 'national_id', kind: 'Indian Aadhaar number', pattern: standingAlone(String.raw`[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}`), valid: (value) => passesVerhoeff(digitsOf(value)), proof: 'passes the Verhoeff check', score: 0.42, words: ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'uid', 'आधार'], scoreWithWord: 0.97 },
  { type: 'tax_id', kind: 'Indian PAN', pattern: standingAlone(String.raw`[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]`), score: 0.72, words: ['pan', 'permanent account', 'income tax'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Chinese resident ID', pattern: standingAlone(String.raw`[1-9]\d{16}[0-9Xx]`), valid: isChinese, proof: 'passes the mod 11 check and holds a day of birth', score: 0.93, words: ['身份证', '身分證', 'resident id', 'id card'], scoreWithWord: 0.99 },
  { type: 'national_id', kind: 'Taiwanese ID', pattern: standingAlone(String.raw`[A-Z][1289]\d{8}`), valid: isTaiwanese, proof: 'passes its check', score: 0.62, words: ['身分證', '身份證', 'taiwan', 'national id', 'id number'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'Hong Kong identity card', pattern: standingAlone(String.raw`[A-Z]{1,2}\d{6}\([0-9A]\)`), valid: isHongKong, proof: 'its check is right', score: 0.93, certain: true },
  { type: 'national_id', kind: 'Japanese My Number', pattern: standingAlone(String.raw`\d{4}[ -]?\d{4}[ -]?\d{4}`), valid: isMyNumber, proof: 'passes its check', score: 0.2, words: ['マイナンバー', '個人番号', 'my number', 'individual number'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Korean resident registration number', pattern: standingAlone(String.raw`\d{6}-[0-9]\d{6}`), valid: isKorean, proof: 'passes its check', score: 0.85, words: ['주민등록', '주민번호', 'rrn', 'korean', 'resident registration'], scoreWithWord: 0.98 },
  { type: 'national_id', kind: 'Korean resident registration number', pattern: standingAlone(String.raw`\d{6}[- ]?[1-8]\d{6}`), valid: (value) => beginsWithDay(value), proof: 'begins with a day of birth', score: 0.1, words: ['주민등록', '주민번호', 'rrn'], scoreWithWord: 0.85 },
  { type: 'national_id', kind: 'Singapore NRIC or FIN', pattern: standingAlone(String.raw`[STFGM]\d{7}[A-Z]`), valid: isSingaporean, proof: 'its letter is right', score: 0.88, words: ['nric', 'fin', 'singapore'], scoreWithWord: 0.98 },
  { type: 'national_id', kind: 'Thai ID', pattern: standingAlone(String.raw`[1-8]-\d{4}-\d{5}-\d{2}-\d|[1-8]\d{12}`), valid: isThai, proof: 'passes the mod 11 check', score: 0.35, words: ['thai', 'ประชาชน', 'citizen id', 'national id'], scoreWithWord: 0.95 },
  { type: 'national_id', kind: 'Israeli identity number', pattern: standingAlone(String.raw`\d{8}-?\d`), valid: (value) => passesLuhn(digitsOf(value)), proof: 'passes the Luhn check', score: 0.1, words: ['teudat', 'תעודת', 'ת.ז', 'ת"ז', 'israel'], scoreWithWord: 0.94 },
];
