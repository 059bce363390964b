import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourJson, prettyJson } from './json-text.ts';

test('objects and arrays are laid out, prose and bare numbers are left alone', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson('```json\n{"a":1}\n```')).toBe('{\n  "a": 1\n}');
  expect(prettyJson('42')).toBeNull();
  expect(prettyJson('{not json}')).toBeNull();
  expect(prettyJson(`[${'1,'.repeat(200_000)}1]`)).toBeNull();
});

test('laying out is what JSON.stringify does, but digits of long numbers stay', () => {
  expect(prettyJson('{"id":12345678901234567890}')).toBe('{\n  "id": 12345678901234567890\n}');
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), fc.integer({ min: 0, max: 3 }), (value, spaces) => {
      expect(prettyJson(JSON.stringify(value, null, spaces))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('members, strings, numbers and words are told apart, escapes included', () => {
  expect(colourJson('{"a\\"b": "c: 1", "n": -1.5e3, "t": true}').filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'member', text: '"a\\"b"' },
    { kind: 'string', text: '"c: 1"' },
    { kind: 'member', text: '"n"' },
    { kind: 'number', text: '-1.5e3' },
    { kind: 'member', text: '"t"' },
    { kind: 'word', text: 'true' },
  ]);
});

test('colouring changes no character of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 2);
      expect(colourJson(text).map((piece) => piece.text).join('')).toBe(text);
    }),
  );
});
