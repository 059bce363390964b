import { expect, test } from 'vitest';
import { readBaseUrl } from './base-url.ts';

test.each([
  ['https://api.openai.com/v1', { secure: true, host: 'api.openai.com', hostname: 'api.openai.com', port: 443, pathPrefix: '/v1' }],
  ['https://api.anthropic.com', { secure: true, host: 'api.anthropic.com', hostname: 'api.anthropic.com', port: 443, pathPrefix: '' }],
  ['http://localhost:11434/v1/', { secure: false, host: 'localhost:11434', hostname: 'localhost', port: 11434, pathPrefix: '/v1' }],
  ['http://[::1]:8080//', { secure: false, host: '[::1]:8080', hostname: '::1', port: 8080, pathPrefix: '' }],
  ['http://example.com:80', { secure: false, host: 'example.com', hostname: 'example.com', port: 80, pathPrefix: '' }],
])('%s is taken apart', (text, parts) => {
  expect(readBaseUrl(text)).toEqual(parts);
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
