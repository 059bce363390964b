import { formatUsd, parseUsd } from '@plimsoll/contract/money';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactCost, shortCost } from './cost.ts';

describe('exactCost', () => {
  test.each([
    ['4200000', '$0.0000042'],
    ['1', '$0.000000000001'],
    ['0', '$0'],
    ['1500000000000', '$1.5'],
    ['1234567000000000001', '$1,234,567.000000000001'],
    ['-2000000000000', '−$2'],
  ])('prints %s pico-dollars as %s', (pico, expected) => {
    expect(exactCost(pico)).toBe(expected);
  });

  test('says that a price is unknown instead of showing zero', () => {
    expect(exactCost(null)).toBe('unknown price');
    expect(exactCost('12.5')).toBe('unknown price');
  });

  test('loses no digit of any amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 27n }), (amount) => {
        expect(parseUsd(exactCost(amount.toString()).replaceAll(/[$,]/g, ''))).toBe(amount);
      }),
    );
  });
});

describe('shortCost', () => {
  test.each([
    ['4200000', '$0.0000042'],
    ['123456789', '$0.0001235'],
    ['1500000000000', '$1.50'],
    ['9999600000000', '$10.00'],
    ['12345678901234', '$12.35'],
    ['1234567890123456', '$1,234.57'],
    ['3', '$0.000000000003'],
    ['0', '$0'],
  ])('shortens %s pico-dollars to %s', (pico, expected) => {
    expect(shortCost(pico)).toBe(expected);
  });

  test('stays within a part in two thousand of the exact amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), (amount) => {
        const shown = parseUsd(shortCost(amount.toString()).replaceAll(/[$,]/g, ''));
        const off = shown > amount ? shown - amount : amount - shown;
        expect(off * 2000n <= amount, `${formatUsd(amount)} shown as ${formatUsd(shown)}`).toBe(true);
      }),
    );
  });
});
