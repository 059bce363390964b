import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceMembers, topLevelMembers } from './top-level-members.ts';

const spaced = fc.constantFrom('', ' ', '\n', '\t ', ' \r\n ');

/** An object's text with random white space between its tokens. */
const objectText = fc
  .tuple(fc.dictionary(fc.string({ unit: 'binary', maxLength: 40 }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 8 }), fc.array(spaced, { minLength: 4, maxLength: 4 }))
  .map(([object, [a, b, c, d]]) => {
    const members = Object.entries(object).map(([name, value]) => `${a}${JSON.stringify(name)}${b}:${c}${JSON.stringify(value, null, d === '' ? 0 : 2)}${d}`);
    return { object, text: `${d}{${members.join(',')}${a}}${b}` };
  });

describe('the layout of an object', () => {
  test('finds exactly the members that JSON.parse finds', () => {
    fc.assert(
      fc.property(objectText, ({ text }) => {
        const bytes = Buffer.from(text);
        const { members } = topLevelMembers(bytes);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        expect([...members.keys()].toSorted()).toEqual(Object.keys(parsed).toSorted());
        for (const [name, { start, end }] of members) {
          expect(JSON.parse(bytes.toString('utf8', start, end))).toEqual(parsed[name]);
          expect(bytes.toString('utf8', start, end).trim()).toBe(bytes.toString('utf8', start, end));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('replacing a member changes that member and no other byte', () => {
    fc.assert(
      fc.property(objectText, fc.jsonValue(), fc.jsonValue(), ({ text }, first, second) => {
        const bytes = Buffer.from(text);
        const layout = topLevelMembers(bytes);
        const name = [...layout.members.keys()][0] ?? 'model';
        const edited = replaceMembers(bytes, layout, new Map([[name, JSON.stringify(first)], ['added by us', JSON.stringify(second)]]));
        expect(JSON.parse(edited.toString())).toEqual(JSON.parse(JSON.stringify({ ...(JSON.parse(text) as object), [name]: first, 'added by us': second })));
        expect(replaceMembers(bytes, layout, new Map()).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('numbers beyond double precision survive an edit', () => {
    const bytes = Buffer.from('{"seed":12345678901234567890,"top_p":1.0,"model":"a"}');
    expect(replaceMembers(bytes, topLevelMembers(bytes), new Map([['model', '"b"']])).toString()).toBe('{"seed":12345678901234567890,"top_p":1.0,"model":"b"}');
  });

  test('a name given twice is refused, also when one spelling is escaped', () => {
    expect(() => topLevelMembers(Buffer.from('{"model":"cheap","model":"dear"}'))).toThrow(/appears twice/);
    expect(() => topLevelMembers(Buffer.from('{"model":"cheap","m\\u006fdel":"dear"}'))).toThrow(/appears twice/);
  });

  test('depth is bounded, brackets inside strings do not count', () => {
    expect(() => topLevelMembers(Buffer.from(`{"a":${'['.repeat(200)}${']'.repeat(200)}}`))).toThrow(/nested too deeply/);
    expect(topLevelMembers(Buffer.from(`{"a":"${'['.repeat(200)}"}`)).members.size).toBe(1);
  });
});
