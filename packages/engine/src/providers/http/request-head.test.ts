import { expect, test } from 'vitest';
import { headWriter } from './request-head.ts';

const common = 'host: h:1\r\nconnection: keep-alive\r\ncontent-type: application/json\r\naccept-encoding: identity\r\n';

test('a head names the path, the host, what is fixed, what the request adds and the length', () => {
  const write = headWriter('h:1', '/v1', { 'x-api-key': 'k' });
  const head = `POST /v1/chat HTTP/1.1\r\n${common}x-api-key: k\r\n`;
  expect(write('/chat', {}, 7)).toBe(`${head}content-length: 7\r\n\r\n`);
  expect(write('/chat', { traceparent: '00-1', 'x-b': '' }, 0)).toBe(`${head}traceparent: 00-1\r\nx-b: \r\ncontent-length: 0\r\n\r\n`);
});

test('what a request may not add, or what cannot be sent, is left out', () => {
  const write = headWriter('h:1', '', { 'anthropic-version': '1' });
  const refused = { Host: 'x', 'transfer-encoding': 'chunked', 'Content-Length': '0', authorization: 'a', COOKIE: 'c', 'anthropic-version': '2', 'Anthropic-Version': '3', 'a b': 'x', 'a\r\nb': 'x', 'x-a': 'b\r\nc: d', 'x-b': 'a\nb', 'x-c': 'caf\xe9', 'x-d': 'a\0' };
  expect(write('/x', refused, 2)).toBe(`POST /x HTTP/1.1\r\n${common}anthropic-version: 1\r\ncontent-length: 2\r\n\r\n`);
});

test('a fixed header that cannot be sent is refused unquoted, one that the connection owns is left out', () => {
  expect(() => headWriter('h', '', { 'x-key': 'sk-secret\r\n' })).toThrow('headers: "x-key" cannot be sent');
  expect(() => headWriter('h', '', { 'x-key': 'sk-secret\r\n' })).not.toThrow('sk-secret');
  expect(headWriter('h:1', '', { host: 'elsewhere', 'content-length': '9' })('/x', {}, 2)).toBe(`POST /x HTTP/1.1\r\n${common}content-length: 2\r\n\r\n`);
});
