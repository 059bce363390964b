/** The Verhoeff check (J. Verhoeff, "Error detecting decimal codes", 1969), used by India's Aadhaar. */
import { digitAt } from './digits.ts';

/** The dihedral group of order ten. */
const multiply = (one: number, other: number): number => {
  if (one < 5) return other < 5 ? (one + other) % 5 : 5 + ((one + other) % 5);
  return other < 5 ? 5 + ((one - other + 5) % 5) : (one - other + 5) % 5;
};

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

export const passesVerhoeff = (digits: string): boolean => {
  let check = 0;
  for (let place = 0; place < digits.length; place++) {
    let digit = digitAt(digits, digits.length - 1 - place);
    for (let times = place % 8; times > 0; times--) digit = permutation[digit] ?? 0;
    check = multiply(check, digit);
  }
  return check === 0;
};
