import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readYaml } from './yaml-tree.ts';

const read = (text: string) => readYaml(text, 'f.yaml', () => false);

test.each<[what: string, text: string, told: RegExp]>([
  ['broken YAML', 'a: {b: 1\nc: 2\n', /^f\.yaml:2:\d+ {2}not valid YAML/],
  ['a tab', 'a:\n\tb: 1\n', /^f\.yaml:2:1 {2}not valid YAML: a tab cannot indent/],
  ['a key twice', 'a: 1\nb: 2\na: 3\n', /^f\.yaml:3:1 {2}a: this key is here twice$/],
  ['a key twice, deeper', 'a:\n  b: 1\n  b: 2\n', /^f\.yaml:3:3 {2}a\.b: this key is here twice$/],
  ['a merge key', 'a: &a { x: 1 }\nb:\n  <<: *a\n', /^f\.yaml:3:3 {2}b: merge keys/],
  ['a key that is a map', '? { a: 1 }\n: b\n', /^f\.yaml:1:\d+ {2}a key must be plain text$/],
  ['a tag', 'a: !!js/function x\n', /tags \(`!name`\) are not read/],
  ['a binary', 'a: !!binary aGk=\n', /tags \(`!name`\) are not read/],
  ['two documents', 'a: 1\n---\nb: 2\n', /a second `---` document/],
  ['an alias to nothing', 'a: *b\n', /^f\.yaml:1:4 {2}a: this alias has no anchor before it$/],
  ['an alias to itself', 'a: &a [*a]\n', /nested more than 20 levels/],
  ['a deep file', `a: ${'['.repeat(100)}${']'.repeat(100)}\n`, /nested more than 20 levels/],
  ['a very deep file', '['.repeat(20_000), /not valid YAML: nested too deeply|nested more than 20 levels/],
  ['a very deep file of another kind', `a: ${'- '.repeat(5000)}`, /not valid YAML/],
  ['a file over the limit', `a: ${'x'.repeat(1024 * 1024)}\n`, /^f\.yaml {2}larger than 1048576 bytes$/],
  ['a bomb of aliases', ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'.charAt(index)}`).join(', ')}]`)].join('\n'), /more than 20000 values/],
])('%s is refused', (_what, text, told) => {
  expect(() => read(text)).toThrow(ConfigError);
  expect(() => read(text)).toThrow(told);
});

test('a file of many keys is refused in a moment, though the parser\'s own check would take seconds', () => {
  const text = Array.from({ length: 25_000 }, (_, index) => `k${index}: v`).join('\n');
  const start = performance.now();
  expect(() => read(text)).toThrow(/more than 20000 values/);
  expect(performance.now() - start).toBeLessThan(4000);
});

test('a value, a key and what is missing have a place', () => {
  const { placeOf } = read('a: 1\nb:\n  - x\n  - c: y\n');
  expect(placeOf(['b', 1, 'c'], 'value')).toEqual({ line: 4, column: 8 });
  expect(placeOf(['b', 1, 'c'], 'key')).toEqual({ line: 4, column: 5 });
  expect(placeOf(['b', 1, 'nothing'], 'value')).toEqual({ line: 4, column: 5 });
  expect(placeOf(['b'], 'key')).toEqual({ line: 2, column: 1 });
});

test('no text makes it throw anything but a refusal', () => {
  const yamlish = fc.array(fc.constantFrom('a', 'b: ', '- ', '\n', '  ', '{', '}', '[', ']', '&a ', '*a', '!x ', '"', "'", '|', '>', '#', '? ', ': ', '---\n', '%', '@', '<<: ', '1e5', '\t', '\0', '\u2028'), { maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(yamlish.map((pieces) => pieces.join('')), fc.string({ unit: 'binary' })), (text) => {
      try {
        read(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
    { numRuns: 500 },
  );
});
