/** The Luhn check (ISO/IEC 7812-1, annex B): payment cards, Canadian SIN, Swedish personnummer, South African ID and others. */
import { digitAt } from './digits.ts';

export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = digitAt(digits, at) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits.length > 1 && sum % 10 === 0;
};
