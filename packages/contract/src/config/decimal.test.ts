import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAbove, readDecimal } from './decimal.ts';

test.each([
  ['0', 0n, 0],
  ['2.50', 25n, 1],
  ['+2.5', 25n, 1],
  ['.5', 5n, 1],
  ['5.', 5n, 0],
  ['0.0000015', 15n, 7],
  ['1e-7', 1n, 7],
  ['1.5E-7', 15n, 8],
  ['1.5e3', 1500n, 0],
  ['0.0', 0n, 0],
  ['0.1', 1n, 1],
  ['123456789012345678901234567890.123456789', 123456789012345678901234567890123456789n, 9],
])('%s is read exactly', (text, digits, decimals) => {
  expect(readDecimal(text)).toEqual({ digits, decimals });
});

test.each(['', '.', '-1', '-0', 'abc', '1e', '1e31', '1e-31', '0x10', '0o7', '1_000', '1,5', ' 1', '1 ', '.inf', 'NaN', 'Infinity', '~', '1e999999999', `1${'0'.repeat(60)}`])(
  '"%s" is no price',
  (text) => {
    expect(readDecimal(text)).toBeNull();
  },
);

test('any float\'s shortest text is read as the decimal it shows', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (value) => {
      const decimal = readDecimal(String(value));
      expect(decimal).not.toBeNull();
      if (decimal === null) return;
      const padded = decimal.digits.toString().padStart(decimal.decimals + 1, '0');
      const shown = decimal.decimals === 0 ? padded : `${padded.slice(0, -decimal.decimals)}.${padded.slice(-decimal.decimals)}`;
      expect(Number(shown)).toBe(value);
    }),
  );
});

const above = (text: string, limit: bigint): boolean | null => {
  const value = readDecimal(text);
  return value === null ? null : isAbove(value, limit);
};

test('limits are compared exactly', () => {
  expect(above('1', 1n)).toBe(false);
  expect(above('1.0000000000000000000000000000001', 1n)).toBe(true);
  expect(above('0.9999', 1n)).toBe(false);
});
