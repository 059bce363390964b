/** Germany, Austria, Switzerland. */
import { digitAt, digitsOf, isDay, weightedSum } from '../../checksums/digits.ts';
import { passesMod11And10 } from '../../checksums/iso-7064.ts';
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

/** BZSt, "Steuerliche Identifikationsnummer": of the first ten digits one occurs two or three times, the others once at most. */
const isTaxId = (value: string): boolean => {
  const digits = digitsOf(value);
  const counts = '0123456789'.split('').map((digit) => digits.slice(0, 10).split(digit).length - 1).filter((times) => times > 1);
  return counts.length === 1 && (counts[0] ?? 4) <= 3 && passesMod11And10(digits);
};

/** VKVV, section 4: the letter counts as two digits, products by their digit sums. */
const isPensionNumber = (value: string): boolean => {
  const compact = value.replaceAll(/[ -]/g, '');
  const digits = compact.replace(/[A-Z]/, (letter) => String(letter.charCodeAt(0) - 64).padStart(2, '0'));
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((total, weight, at) => {
    const product = weight * digitAt(digits, at);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === digitAt(digits, 12) && isDay(Number(compact.slice(2, 4)) % 50 || 1, Number(compact.slice(4, 6)));
};

/** ICAO 9303 weights over number and letters, as on the identity card. */
const isIdentityCard = (value: string): boolean => {
  const sum = value.slice(0, 9).split('').reduce((total, character, at) => total + (/\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55) * ([7, 3, 1][at % 3] ?? 0), 0);
  return sum % 10 === digitAt(value, 9);
};

/** GKV-Spitzenverband: the letter as two digits, weights 1 and 2, digit sums. */
const isHealthNumber = (value: string): boolean => {
  const digits = String(value.charCodeAt(0) - 64).padStart(2, '0') + value.slice(1);
  const sum = digits.slice(0, 10).split('').reduce((total, digit, at) => {
    const product = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === digitAt(digits, 10);
};

/** Dachverband der Sozialversicherungsträger: the fourth digit checks the others. */
const isAustrian = (value: string): boolean => {
  const digits = digitsOf(value);
  return weightedSum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(digits, 3) && isDay(Number(digits.slice(4, 6)), Number(digits.slice(6, 8))) && digits[0] !== '0';
};

/** Zentrale Ausgleichsstelle: EAN-13 with the country's 756. */
const isAhv = (value: string): boolean => weightedSum(digitsOf(value), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

export const germanSpeaking: readonly PatternRule[] = [
  {
    type: 'tax_id',
    kind: 'German tax identification number',
    pattern: standingAlone(String.raw`[1-9]\d ?\d{3} ?\d{3} ?\d{3}`),
    valid: isTaxId,
    proof: 'passes the mod 11,10 check',
    score: 0.42,
    words: ['steuer', 'idnr', 'id-nr', 'identifikationsnummer', 'tin', 'tax id', 'tax number', 'finanzamt'],
    scoreWithWord: 0.97,
  },
  { type: 'tax_id', kind: 'German tax office number', pattern: standingAlone(String.raw`\d{2,3}/\d{3}/\d{4,5}|\d{13}`), score: 0.1, words: ['steuernummer', 'steuer-nr', 'st.-nr', 'stnr'], scoreWithWord: 0.9 },
  { type: 'tax_id', kind: 'German VAT number', pattern: standingAlone(String.raw`DE ?\d{3} ?\d{3} ?\d{3}`), valid: (value) => passesMod11And10(digitsOf(value)), proof: 'passes the mod 11,10 check', score: 0.7, words: ['ust', 'umsatzsteuer', 'vat', 'mwst', 'tva', 'iva'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'German pension insurance number', pattern: standingAlone(String.raw`\d{2} ?\d{6} ?[A-Z] ?\d{3}`), valid: isPensionNumber, proof: 'passes its check', score: 0.7, words: ['sozialversicherung', 'rentenversicherung', 'sv-nummer', 'sv-nr', 'rv-nummer', 'versicherungsnummer', 'rvnr', 'svnr'], scoreWithWord: 0.97 },
  { type: 'national_id', kind: 'German identity card number', pattern: standingAlone(String.raw`[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d`), valid: isIdentityCard, proof: 'passes the check of ICAO 9303', score: 0.3, words: ['personalausweis', 'ausweis', 'perso', 'identity card', 'id card'], scoreWithWord: 0.94 },
  { type: 'national_id', kind: 'German identity card number', pattern: standingAlone(String.raw`[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}`), valid: (value) => /\d.*\d/.test(value), score: 0.1, words: ['personalausweis', 'ausweis', 'perso '], scoreWithWord: 0.85 },
  { type: 'medical_number', kind: 'German health insurance number', pattern: standingAlone(String.raw`[A-Z]\d{9}`), valid: isHealthNumber, proof: 'passes its check', score: 0.45, words: ['kvnr', 'krankenversich', 'versichertennummer', 'versicherten', 'krankenkasse', 'egk', 'gesundheitskarte'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Austrian social insurance number', pattern: standingAlone(String.raw`\d{4}[ -]?\d{6}`), valid: isAustrian, proof: 'passes the mod 11 check', score: 0.4, words: ['sv-nummer', 'sv-nr', 'svnr', 'sozialversicherung', 'versicherungsnummer', 'social insurance'], scoreWithWord: 0.96 },
  { type: 'national_id', kind: 'Swiss social insurance number', pattern: standingAlone(String.raw`756[.\- ]?\d{4}[.\- ]?\d{4}[.\- ]?\d{2}`), valid: isAhv, proof: 'passes the EAN-13 check', score: 0.9, words: ['ahv', 'avs', 'sozialversicherung'], scoreWithWord: 0.98 },
];
