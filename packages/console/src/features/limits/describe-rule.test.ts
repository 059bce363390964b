import { expect, test } from 'vitest';
import { describeRule } from './describe-rule.ts';

test('a rule reads as a sentence would', () => {
  expect(describeRule({ per: 'user', requests_per_minute: 1, tokens_per_minute: 200_000, concurrent: 4, concurrent_streams: 1, mode: 'enforce' })).toEqual({
    allows: ['1 request a minute', '200,000 tokens a minute', '4 at a time', '1 stream at a time'],
    fallsOn: 'each user',
  });
  expect(describeRule({ per: 'key', tenant: 'acme', model: 'strong', concurrent: 1, mode: 'observe' }).fallsOn).toBe('each key of tenant acme asking for strong');
  expect(describeRule({ per: 'user', at: 'cloud', requests_per_minute: 5, mode: 'enforce' }).fallsOn).toBe('each user at cloud models');
  expect(describeRule({ per: 'tenant', at: 'gpt', requests_per_minute: 5, mode: 'enforce' }).fallsOn).toBe('each tenant at gpt');
  expect(describeRule({ per: 'tenant', tenant: 'acme', concurrent: 1, mode: 'observe' }).fallsOn).toBe('tenant acme');
});
