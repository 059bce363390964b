import { expect, test } from 'vitest';
import { configVersion } from './config-version.ts';

test('the same text has the same short version, and any change another', () => {
  expect(configVersion('service: shop\n')).toMatch(/^[0-9a-f]{12}$/);
  expect(configVersion('service: shop\n')).toBe(configVersion('service: shop\n'));
  expect(configVersion('service: shop\n')).not.toBe(configVersion('service: shop'));
});
