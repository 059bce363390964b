import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum } from './exact-sum.ts';

test('is exact whatever is added', () => {
  const parts = fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 10n ** 14n, max: 10n ** 16n }), fc.bigInt({ min: 0n, max: 1000n })), { maxLength: 40 });
  fc.assert(
    fc.property(parts, (numbers) => {
      const sum = new ExactSum();
      for (const number of numbers) sum.add(String(number));
      expect(sum.toString()).toBe(String(numbers.reduce((total, number) => total + number, 0n)));
    }),
  );
});
