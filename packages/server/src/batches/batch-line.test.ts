import { expect, test } from 'vitest';
import { isItem, readBatchLine } from './batch-line.ts';

const read = (text: string) => readBatchLine({ number: 7, bytes: Buffer.from(text) }, '/v1/chat/completions');

test('the body keeps every byte, large integers and the spelling of numbers included', () => {
  const body = '{ "model":"m", "seed":12345678901234567890, "temperature":1.0e0 }';
  const item = read(`{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":${body}}`);
  expect(isItem(item) ? item.bytes.toString() : item).toBe(body);
});

test.each([
  ['a member given twice', '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{},"body":{}}', 'invalid_json_line'],
  ['a custom_id that is a number', '{"custom_id":1,"method":"POST","url":"/v1/chat/completions","body":{}}', 'invalid_custom_id'],
  ['a custom_id that is too long', `{"custom_id":"${'x'.repeat(513)}","method":"POST","url":"/v1/chat/completions","body":{}}`, 'invalid_custom_id'],
  ['a list as body', '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":[]}', 'invalid_body'],
])('%s is told with its line', (_what, text, code) => {
  expect(read(text)).toMatchObject({ line: 7, code });
});

test('what is not UTF-8 is no JSON', () => {
  expect(readBatchLine({ number: 1, bytes: Buffer.from([0x7b, 0xff, 0x7d]) }, '/v1/embeddings')).toMatchObject({ code: 'invalid_json_line' });
});
