/**
 * Numbers with right check digits, worked out here a second time and in another way than the detectors do it: a slip there is not repeated here.
 */
import type { Draw } from './draw.ts';

const sum = (digits: string, weights: readonly number[]): number => weights.reduce((total, weight, at) => total + weight * Number(digits[at] ?? 0), 0);

/** The digit that makes the whole pass Luhn, by trying all ten. */
const luhnDigit = (body: string): string => {
  const passes = (digits: string): boolean =>
    digits.split('').toReversed().reduce((total, digit, at) => total + (at % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0), 0) % 10 === 0;
  return '0123456789'.split('').find((digit) => passes(body + digit)) ?? '0';
};

const two = (value: number): string => String(value).padStart(2, '0');
const day = (draw: Draw): { year: string; month: string; day: string } => ({ year: two(40 + draw.below(60)), month: two(1 + draw.below(12)), day: two(1 + draw.below(28)) });

/** Draws until the number can be completed: a check of ten is not given out. */
const until = (make: () => string | null): string => {
  for (;;) {
    const made = make();
    if (made !== null) return made;
  }
};

const grouped = (digits: string, sizes: readonly number[], between: string): string => {
  let at = 0;
  return sizes.map((size) => digits.slice(at, (at += size))).join(between);
};

export const numbers: Readonly<Record<string, (draw: Draw) => string>> = {
  card: (draw) => {
    const [prefix, length] = draw.of([['4', 16], ['51', 16], ['2221', 16], ['37', 15], ['6011', 16], ['3530', 16]] as const);
    const body = prefix + draw.digits(length - 1 - prefix.length);
    const number = body + luhnDigit(body);
    return draw.below(3) === 0 ? number : grouped(number, length === 15 ? [4, 6, 5] : [4, 4, 4, 4], draw.of([' ', '-', ' ']));
  },
  iban: (draw) => {
    const [country, body] = draw.of([['DE', draw.digits(18)], ['FR', draw.digits(23)], ['NL', `INGB${draw.digits(10)}`], ['ES', draw.digits(20)], ['GB', `MIDL${draw.digits(14)}`], ['CH', draw.digits(17)], ['IT', `X${draw.digits(22)}`], ['BE', draw.digits(12)]] as const);
    const asDigits = `${body}${country}00`.split('').map((character) => Number.parseInt(character, 36)).join('');
    const iban = `${country}${two(98 - Number(BigInt(asDigits) % 97n))}${body}`;
    return draw.below(2) === 0 ? iban : (iban.match(/.{1,4}/g) ?? []).join(' ');
  },
  ssn: (draw) => `${100 + draw.below(550)}-${two(1 + draw.below(98))}-${1000 + draw.below(8999)}`,
  nhs: (draw) =>
    until(() => {
      const body = `4${draw.digits(8)}`;
      const check = (11 - (sum(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return check === 10 ? null : grouped(body + String(check), [3, 3, 4], ' ');
    }),
  nino: (draw) => `${draw.of(['AB', 'CE', 'JG', 'PR', 'SW', 'YX'])} ${draw.digits(2)} ${draw.digits(2)} ${draw.digits(2)} ${draw.of(['A', 'B', 'C', 'D'])}`,
  dni: (draw) => {
    const body = draw.digits(8);
    return body + 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(BigInt(body) % 23n));
  },
  nir: (draw) => {
    const { year, month } = day(draw);
    const body = `${draw.of(['1', '2'])}${year}${month}${two(1 + draw.below(18))}${draw.digits(3)}${draw.digits(3)}`;
    return grouped(body + two(97 - Number(BigInt(body) % 97n)), [1, 2, 2, 2, 3, 3, 2], ' ');
  },
  bsn: (draw) =>
    until(() => {
      const body = `${1 + draw.below(9)}${draw.digits(7)}`;
      const check = sum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return check === 10 ? null : body + String(check);
    }),
  pesel: (draw) => {
    const { year, month, day: date } = day(draw);
    const body = year + month + date + draw.digits(4);
    return body + String((10 - (sum(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
  },
  personnummer: (draw) => {
    const { year, month, day: date } = day(draw);
    const body = year + month + date + draw.digits(3);
    return grouped(body + luhnDigit(body), [6, 4], '-');
  },
  cpf: (draw) => {
    const body = draw.digits(9);
    const check = (digits: string): string => {
      const rest = (sum(digits, Array.from({ length: digits.length }, (_, at) => digits.length + 1 - at)) * 10) % 11;
      return String(rest % 10);
    };
    const first = body + check(body);
    const all = first + check(first);
    return `${grouped(all.slice(0, 9), [3, 3, 3], '.')}-${all.slice(9)}`;
  },
  ahv: (draw) => {
    const body = `756${draw.digits(9)}`;
    return grouped(body + String((10 - (sum(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10), [3, 4, 4, 2], '.');
  },
  sin: (draw) => {
    const body = `${draw.of(['1', '4', '5', '7'])}${draw.digits(7)}`;
    return grouped(body + luhnDigit(body), [3, 3, 3], ' ');
  },
  chinese: (draw) => {
    const { month, day: date } = day(draw);
    const body = `${draw.of(['110105', '310115', '440304'])}19${50 + draw.below(49)}${month}${date}${draw.digits(3)}`;
    return body + '10X98765432'.charAt(sum(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11);
  },
  steuer: (draw) =>
    until(() => {
      const digits = '1234567890'.split('').map((digit) => ({ digit, key: draw.below(1_000_000) })).toSorted((one, other) => one.key - other.key).map(({ digit }) => digit);
      digits[9] = digits[draw.below(8)] ?? '0';
      const body = digits.join('');
      if (body.startsWith('0')) return null;
      const product = body.split('').reduce((carry, digit) => (((Number(digit) + carry) % 10 || 10) * 2) % 11, 10);
      return body + String((11 - product) % 10);
    }),
  routing: (draw) => {
    const body = `0${1 + draw.below(9)}${draw.digits(6)}`;
    return body + String((10 - (sum(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10);
  },
  za: (draw) => {
    const { year, month, day: date } = day(draw);
    const body = `${year}${month}${date}${draw.digits(4)}08`;
    return body + luhnDigit(body);
  },
  tfn: (draw) =>
    until(() => {
      const body = `${1 + draw.below(9)}${draw.digits(7)}`;
      // The last weight is ten, which is minus one modulo eleven.
      const check = sum(body, [1, 4, 3, 7, 5, 8, 6, 9]) % 11;
      return check === 10 ? null : grouped(body + String(check), [3, 3, 3], ' ');
    }),
};
