import { expect, test } from 'vitest';
import { checkReply, looksLikeJsonObject } from './check-reply.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['{}', true],
  [' \r\n\t{"a":1}\n', true],
  ['', false],
  ['   ', false],
  ['{', false],
  ['[{}]', false],
  ['{"a":1', false],
  ['<html></html>', false],
])('%j looks like a JSON object: %s', (text, expected) => {
  expect(looksLikeJsonObject(bytes(text))).toBe(expected);
});

test('a good reply goes on as the very object it was', () => {
  const reply = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{"quotes":"sk-secret-key"}') };
  expect(checkReply('p', reply, ['sk-secret-key']).body).toBe(reply.body);
});

test('an error reply that quotes a credential goes on without it', () => {
  const body = bytes('{"error":"key sk-secret-key of org-secret, sk-secret-key"}');
  const reply = { status: 400, headers: { 'content-type': 'text/plain' }, body };
  const checked = checkReply('p', reply, ['sk-secret-key', 'org-secret']);
  expect(checked.body).toEqual(Buffer.from('{"error":"key [key removed] of [key removed], [key removed]"}'));
  expect(checked.headers['content-type']).toBe('application/json');
});
