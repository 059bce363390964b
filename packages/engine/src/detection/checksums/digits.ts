/** Arithmetic on strings of digits that the check digits of many countries share. */

/** Digits alone: separators go. */
export const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

export const digitAt = (digits: string, at: number): number => digits.charCodeAt(at) - 48;

/** Sum of each digit times its weight; digits beyond the weights do not count. */
export const weightedSum = (digits: string, weights: readonly number[]): number => weights.reduce((sum, weight, at) => sum + weight * digitAt(digits, at), 0);

/** Remainder of a number too long for a double. */
export const remainder = (digits: string, modulus: number): number => {
  let rest = 0;
  for (let at = 0; at < digits.length; at++) rest = (rest * 10 + digitAt(digits, at)) % modulus;
  return rest;
};

export const allSame = (digits: string): boolean => digits.split('').every((digit) => digit === digits[0]);

/** A day there is; the year may have two digits, and 29 February is let pass. */
export const isDay = (day: number, month: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= (daysIn[month - 1] ?? 0);

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `YYMMDD` at the beginning. */
export const beginsWithDay = (digits: string): boolean => isDay(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)));
