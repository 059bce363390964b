import { expect, test } from 'vitest';
import type { Operation } from '@plimsoll/contract/operation';
import { translateErrorBody } from './errors.ts';

const translate = (body: unknown, from: Operation, to: Operation): unknown =>
  JSON.parse(Buffer.from(translateErrorBody(Buffer.from(JSON.stringify(body)), from, to)).toString());

test('Anthropic\'s refusals keep their message and get OpenAI\'s types', () => {
  const tooLarge = { type: 'error', error: { type: 'invalid_request_error', message: 'max_tokens: too large' } };
  expect(translate(tooLarge, 'messages', 'chat')).toEqual({
    error: { message: 'max_tokens: too large', type: 'invalid_request_error', param: null, code: null },
  });
  expect(
    translate({ type: 'error', error: { type: 'rate_limit_error', message: 'slow' } }, 'messages', 'chat'),
  ).toMatchObject({ error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' } });
  expect(
    translate({ type: 'error', error: { type: 'something_new', message: 'x' } }, 'messages', 'chat'),
  ).toMatchObject({ error: { type: 'server_error' } });
});

test('OpenAI\'s refusals, and those of compatible servers, keep their message and get Anthropic\'s types', () => {
  const cases: readonly [unknown, string, string][] = [
    [
      { error: { message: 'no such model', type: 'invalid_request_error', code: 'model_not_found' } },
      'not_found_error',
      'no such model',
    ],
    [{ error: { message: 'bad', type: 'invalid_request_error', code: null } }, 'invalid_request_error', 'bad'],
    [{ error: { message: 'slow', type: 'requests', code: 'rate_limit_exceeded' } }, 'rate_limit_error', 'slow'],
    [{ object: 'error', message: 'too long', type: 'BadRequestError', code: 400 }, 'invalid_request_error', 'too long'],
    [{ error: 'model is loading' }, 'invalid_request_error', 'model is loading'],
    [{ detail: 'Not Found' }, 'invalid_request_error', 'Not Found'],
  ];
  for (const [body, type, message] of cases) expect(translate(body, 'chat', 'messages')).toEqual({
    type: 'error',
    error: { type, message },
  });
});

test('a body that is no JSON is not passed on, and long messages are cut', () => {
  const html = Buffer.from('<html>secret</html>');
  expect(Buffer.from(translateErrorBody(html, 'chat', 'messages')).toString()).not.toContain('secret');
  const long = translate({ error: { message: 'x'.repeat(10_000) } }, 'chat', 'messages');
  expect(JSON.stringify(long).length).toBeLessThan(4200);
});

test('between operations of one family the bytes stay', () => {
  const body = Buffer.from('{"error":{}}');
  expect(translateErrorBody(body, 'chat', 'embeddings')).toBe(body);
});
