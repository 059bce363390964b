/**
 * What counts as the same value: spellings that mean the same person, account or number go by one pseudonym. No more is left out than
 * separators and case: values that differ in anything else must never be given back for one another.
 */

const withoutSeparators = (value: string): string => value.replaceAll(/[\s().\-/\u2010\u2011]/g, '');
const compact = (value: string): string => withoutSeparators(value).toUpperCase();
const phone = (value: string): string => withoutSeparators(value).replace(/^00/, '+');
const words = (value: string): string => value.trim().replaceAll(/\s+/g, ' ');

const normals: ReadonlyMap<string, (value: string) => string> = new Map([
  ['email', (value: string) => value.trim().toLowerCase()],
  ['phone', phone],
  ['iban', compact],
  ['card', compact],
]);

export const normalValue = (type: string, value: string): string => (normals.get(type) ?? words)(value.normalize('NFC'));
