import type { JsonObject } from '@plimsoll/contract/json';
import { expect, test } from 'vitest';
import { grammarSchema } from './grammar-schema.ts';

const answer = {
  type: 'object',
  properties: {
    sentiment: { type: 'string', enum: ['positive', 'negative'] },
    score: { type: 'number', minimum: 0 },
    note: { type: ['string', 'null'], description: 'why' },
    tags: { type: 'array', items: { type: 'string', maxLength: 20 }, maxItems: 3 },
  },
  required: ['sentiment'],
  additionalProperties: false,
};

test('a common schema becomes a grammar of all its properties', () => {
  expect(grammarSchema(answer, false)).toEqual({
    type: 'object',
    properties: {
      sentiment: { enum: ['positive', 'negative'] },
      score: { type: 'number' },
      note: { oneOf: [{ type: 'string' }, { type: 'null' }] },
      tags: { type: 'array', items: { type: 'string', maxLength: 20 }, maxItems: 3 },
    },
  });
});

test('a strict schema that the grammar cannot hold to is refused, and the keyword is named', () => {
  expect(() => grammarSchema(answer, true)).toThrow(/"minimum"/);
  expect(() => grammarSchema({ type: 'string', pattern: '^a+$' }, true)).toThrow(/"pattern"/);
  expect(() => grammarSchema({ type: 'string', maxLength: 1e9 }, true)).toThrow(/"maxLength"/);
});

test('definitions are kept, references beyond them are refused', () => {
  const tree = { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } } } } };
  expect(grammarSchema(tree, true)).toEqual({
    oneOf: [{ $ref: '#/$defs/node' }],
    $defs: { node: { type: 'object', properties: { next: { oneOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } } } },
  });
  expect(() => grammarSchema({ $ref: 'https://example.com/schema' }, false)).toThrow(/\$ref/);
});

test('a schema deep or wide enough to choke the grammar is refused', () => {
  let deep: JsonObject = { type: 'string' };
  for (let level = 0; level < 50; level += 1) deep = { type: 'array', items: deep };
  expect(() => grammarSchema(deep, false)).toThrow(/this large/);
  const wide = { type: 'object', properties: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`p${index}`, { type: 'null' }])) };
  expect(() => grammarSchema(wide, false)).toThrow(/this large/);
});
