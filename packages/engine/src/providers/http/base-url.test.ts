import { expect, test } from 'vitest';
import { readBaseUrl } from './base-url.ts';

test.each([
  ['https://api.openai.com/v1', 'https://api.openai.com', '/v1'],
  ['https://api.anthropic.com', 'https://api.anthropic.com', ''],
  ['http://localhost:11434/v1/', 'http://localhost:11434', '/v1'],
  ['http://[::1]:8080//', 'http://[::1]:8080', ''],
])('%s is origin %s and path %s', (text, origin, pathPrefix) => {
  expect(readBaseUrl(text)).toEqual({ origin, pathPrefix });
});

test.each([
  '',
  'api.openai.com',
  'file:///etc/passwd',
  'ftp://host/',
  'https://user:hunter2@host/v1',
  'https://hunter2@host',
  'https://host/v1?key=hunter2',
  'https://host/#hunter2',
])('%s is refused without being quoted', (text) => {
  expect(() => readBaseUrl(text)).toThrow(TypeError);
  expect(() => readBaseUrl(text)).not.toThrow('hunter2');
});
