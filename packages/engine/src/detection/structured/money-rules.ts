/** Cards, accounts and banks. */
import { allSame, digitsOf, weightedSum } from '../checksums/digits.ts';
import { passesMod97 } from '../checksums/iso-7064.ts';
import { passesLuhn } from '../checksums/luhn.ts';
import { standingAlone, type PatternRule } from '../pattern-rule.ts';
import { countryCodes } from './country-codes.ts';
import { issuerOf } from './card-issuers.ts';
import { ibanLengths } from './iban-lengths.ts';

const isCard = (value: string): boolean => {
  const digits = digitsOf(value);
  return passesLuhn(digits) && issuerOf(digits) !== null && !allSame(digits);
};

/** Any way of writing it in groups; the country says how long it is. */
const isIban = (value: string): boolean => {
  const compact = value.replaceAll(/[ -]/g, '').toUpperCase();
  return compact.length === ibanLengths.get(compact.slice(0, 2)) && passesMod97(compact.slice(4) + compact.slice(0, 4));
};

/** American Bankers Association: weights 3, 7, 1; the first two digits name a Federal Reserve district. */
const isRouting = (value: string): boolean => {
  const digits = digitsOf(value);
  return weightedSum(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 && /^(?:0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits);
};

export const cardWords = [
  'card', 'credit', 'debit', 'visa', 'mastercard', 'amex', 'american express', 'discover', 'maestro', 'diners', 'jcb', 'cc', 'pan', 'karte', 'kreditkarte', 'carte', 'tarjeta', 'carta', 'cartão', 'kaart', 'kort', 'karta', 'kortti', 'payment',
  'cvv', 'cvc', 'expir', 'exp', 'カード', '卡', 'карт', '카드',
];

export const moneyRules: readonly PatternRule[] = [
  {
    type: 'card',
    kind: 'payment card number',
    pattern: standingAlone(String.raw`\d(?:[ -]?\d){12,18}`),
    valid: isCard,
    proof: 'passes the Luhn check and begins as an issuer\'s',
    score: 0.8,
    words: cardWords,
    scoreWithWord: 0.98,
  },
  {
    type: 'iban',
    kind: 'IBAN',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/gi,
    valid: isIban,
    proof: 'of its country\'s length and passes the mod 97 check',
    score: 0.97,
    certain: true,
  },
  {
    type: 'bank_routing',
    kind: 'US bank routing number',
    pattern: standingAlone(String.raw`\d{9}|\d{4}-\d{4}-\d`),
    valid: isRouting,
    proof: 'passes the ABA check',
    score: 0.2,
    words: ['routing', 'aba', 'rtn', 'transit', 'wire', 'ach', 'direct deposit'],
    scoreWithWord: 0.92,
  },
  {
    type: 'bank_account',
    kind: 'bank account number',
    pattern: standingAlone(String.raw`\d{6,17}|\d{2,6}(?:[ -]\d{2,6}){1,4}`),
    valid: (value) => digitsOf(value).length >= 6 && digitsOf(value).length <= 18,
    score: 0.1,
    words: ['bsb', 'account no', 'account number', 'account num', 'acct no', 'acct number', 'acct', 'account #', 'account:', 'a/c', 'bank account', 'checking account', 'savings account', 'checking', 'savings', 'kontonummer', 'konto-nr', 'kontonr', 'numéro de compte', 'número de cuenta', 'cuenta bancaria', 'numero di conto', 'rekeningnummer', 'bank acc'],
    scoreWithWord: 0.78,
  },
  {
    type: 'bank_account',
    kind: 'UK sort code',
    pattern: standingAlone(String.raw`\d{2}-\d{2}-\d{2}|\d{6}`),
    score: 0.1,
    words: ['sort code', 'sortcode', 's/c'],
    scoreWithWord: 0.9,
  },
  {
    type: 'bic',
    kind: 'bank identifier',
    pattern: /(?<![A-Za-z0-9_-])[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9_-])/g,
    valid: (value) => countryCodes.has(value.slice(4, 6)),
    proof: 'names a country',
    score: 0.1,
    words: ['bic', 'swift', 'iban'],
    scoreWithWord: 0.92,
  },
];
