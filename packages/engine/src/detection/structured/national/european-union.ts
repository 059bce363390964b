/** VAT numbers of the European Union, by form. Source: European Commission, VIES, "Structure of VAT numbers". Those with a check of their own are in their country's file. */
import { standingAlone, type PatternRule } from '../../pattern-rule.ts';

const forms = String.raw`ATU\d{8}|BE ?[01]\d{3}\.?\d{3}\.?\d{3}|CZ\d{8,10}|DK ?\d{8}|EL\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR ?[A-Z0-9]{2} ?\d{3} ?\d{3} ?\d{3}|HR\d{11}|HU\d{8}|IE\d[A-Z0-9]\d{5}[A-W][A-I]?|LU\d{8}|PL\d{10}|RO\d{6,10}|SE\d{12}|SI\d{8}|SK\d{10}`;

export const europeanUnion: readonly PatternRule[] = [
  { type: 'tax_id', kind: 'European VAT number', pattern: standingAlone(forms), score: 0.45, words: ['vat', 'ust', 'umsatzsteuer', 'uid', 'tva', 'iva', 'btw', 'mwst', 'moms', 'alv', 'dph'], scoreWithWord: 0.92 },
];
