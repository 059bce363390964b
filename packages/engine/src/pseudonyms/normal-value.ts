/** What counts as the same value: spellings that mean the same person, account or number go by one pseudonym. */

const compact = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
const phone = (value: string): string => value.replaceAll(/[^\d+]/g, '').replace(/^00/, '+');
const words = (value: string): string => value.trim().replaceAll(/\s+/g, ' ');

const normals: ReadonlyMap<string, (value: string) => string> = new Map([
  ['email', (value: string) => value.trim().toLowerCase()],
  ['phone', phone],
  ['iban', compact],
  ['card', compact],
]);

export const normalValue = (type: string, value: string): string => (normals.get(type) ?? words)(value.normalize('NFC'));
