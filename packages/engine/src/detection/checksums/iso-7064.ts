/** Check characters of ISO/IEC 7064: the pure system 97-10 (IBAN) and 11-2 (Chinese resident ID), the hybrid 11,10 (German and Croatian tax numbers). */
import { digitAt, remainder } from './digits.ts';

/** Letters count from 10 (A) to 35 (Z). */
const lettersAsNumbers = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

export const passesMod97 = (text: string): boolean => remainder(lettersAsNumbers(text), 97) === 1;

/** The last character is the check: a digit, or X for ten. */
export const passesMod11Of2 = (text: string): boolean => {
  let check = 0;
  for (let at = 0; at < text.length - 1; at++) check = ((check + digitAt(text, at)) * 2) % 11;
  return (12 - check) % 11 === (text.at(-1) === 'X' ? 10 : digitAt(text, text.length - 1));
};

export const passesMod11And10 = (digits: string): boolean => {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (digitAt(digits, at) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1);
};
