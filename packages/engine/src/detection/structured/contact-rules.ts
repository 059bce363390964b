/** E-mail and telephone. */
import type { PatternRule } from '../pattern-rule.ts';
import { callingCodes } from './calling-codes.ts';

const phoneWords = [
  'phone', 'telephone', 'tel', 'call', 'cell', 'mobile', 'mob.', 'fax', 'whatsapp', 'signal', 'sms', 'text me', 'reach', 'ring', 'dial', 'contact', 'hotline', 'landline', 'handy', 'telefon', 'mobil', 'rufnummer', 'anruf',
  'erreich', 'rufen', 'téléphone', 'portable', 'appel', 'joindre', 'teléfono', 'telefono', 'móvil', 'celular', 'llam', 'llám', 'cellulare', 'chiam', 'telefone', 'telemóvel', 'ligue', 'liga', 'telefoon', 'mobiel', 'bel ',
  'bereik', 'komórk', 'zadzwo', 'ring ', 'puhelin', 'soita', 'телефон', 'звон', '電話', '电话', '手机', '手機', '携帯', '전화', '휴대폰', 'هاتف', 'फोन', 'hp:', 'ph:', 'ph ', 't:', 'm:',
];

const digitCount = (text: string): number => text.replaceAll(/\D/g, '').length;

/** E.164: a known country calling code, and at most fifteen digits. */
const isInternational = (value: string): boolean => {
  const digits = value.replaceAll(/\(0\)|\D/g, '').replace(/^00/, '');
  return digits.length >= 8 && digits.length <= 15 && callingCodes.some((code) => digits.startsWith(code));
};

/** North American Numbering Plan: area and exchange begin with 2 to 9, and are not N11. */
const isNorthAmerican = (value: string): boolean => /^1?[2-9](?!11)\d\d[2-9](?!11)\d{6}$/.test(value.replaceAll(/\D/g, ''));

const isNational = (value: string): boolean => digitCount(value) >= 8 && digitCount(value) <= 12 && !/^0(\D?0){3}/.test(value);

/** Groups that are a date or a range of years are no number to dial. */
const isDialled = (value: string): boolean =>
  digitCount(value) >= 7 && digitCount(value) <= 12 && !/^(?:19|20)\d\d[-./ ](?:0[1-9]|1[0-2])[-./ ](?:0[1-9]|[12]\d|3[01])/.test(value) && !/^\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d$/.test(value) && !/^(?:19|20)\d\d[- ](?:19|20)\d\d$/.test(value);

export const contactRules: readonly PatternRule[] = [
  {
    type: 'email',
    kind: 'e-mail address',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:\p{L}{2,24}|xn--[a-z0-9-]{2,40})(?![\p{L}\p{N}])/gu,
    needs: ['@'],
    valid: (value) => !/\.\.|\.@/.test(value) && !/@\dx\.(?:png|jpe?g|webp|gif|svg)$/i.test(value),
    score: 0.97,
    certain: true,
  },
  {
    type: 'email',
    kind: 'e-mail address written out',
    pattern: /(?<![\w.+-])\w[\w.+-]{0,63} ?[([{] ?at ?[)\]}] ?\w[\w-]{0,62}(?: ?(?:\.|[([{] ?(?:dot|punkt|point|punto) ?[)\]}]) ?[a-z][\w-]{0,40}){1,4}/gi,
    needs: ['at)', 'at]', 'at}', 'at )', 'at ]'],
    score: 0.85,
    certain: true,
  },
  {
    type: 'email',
    kind: 'e-mail address written out',
    pattern: /(?<![\w.+-])[a-z0-9][\w.+-]{1,63} at [a-z0-9][\w-]{1,62} dot (?:com|org|net|edu|gov|io|co(?: dot \w\w)?|de|fr|uk|info|dev|app|eu|ch|nl|es|it)\b/gi,
    needs: [' dot '],
    score: 0.75,
    certain: true,
  },
  {
    type: 'phone',
    kind: 'international phone number',
    pattern: /(?<![\w+.#-])(?:\+|00(?=[1-9]))\(?[1-9]\d{0,2}\)?(?:[ \-./]{0,3}\(?\d{1,5}\)?){1,8}(?![\w+]|[.,]\d)/g,
    needs: ['+', '00'],
    valid: isInternational,
    score: 0.85,
    words: phoneWords,
    scoreWithWord: 0.95,
  },
  {
    type: 'phone',
    kind: 'North American phone number',
    pattern: /(?<![\w+.#/-])(?:1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?: ?(?:x|ext\.?) ?\d{1,5})?(?![\w/-]|\.\d)/gi,
    valid: (value) => isNorthAmerican(value.replace(/ ?(?:x|ext).*$/i, '')),
    score: 0.72,
    words: phoneWords,
    scoreWithWord: 0.95,
  },
  {
    type: 'phone',
    kind: 'national phone number',
    pattern: /(?<![\w+.#/-])(?:\(0\d{1,5}\)|0\d{1,5}) ?[ \-./] ?\d{2,8}(?:[ \-.]\d{2,5}){0,4}(?![\w/:]|[-.,]\d)/g,
    valid: isNational,
    score: 0.55,
    words: phoneWords,
    scoreWithWord: 0.92,
  },
  {
    type: 'phone',
    kind: 'number to dial',
    pattern: /(?<![\w+.#/:-]|\d[.,])\(?\d{2,5}\)?(?:[ \-./]{0,2}\d{2,5}){1,4}(?![\w/:]|[-.,]\d)/g,
    valid: isDialled,
    score: 0.1,
    words: phoneWords,
    scoreWithWord: 0.75,
  },
];

