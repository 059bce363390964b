import { expect, test } from 'vitest';
import { rememberedFindings } from './remembered-findings.ts';

const remembering = () => {
  const looked: string[] = [];
  const find = rememberedFindings({
    find: (text) => {
      looked.push(text);
      return [{ start: 0, end: text.length, type: 'person', score: 1, why: 'test' }];
    },
    shortest: 3,
    mostCharacters: 10,
    mostTenants: 2,
  });
  return { find, looked };
};

test('a text that comes again is not looked through again, in its own tenant alone', () => {
  const { find, looked } = remembering();
  expect(find('abcd', 'one')).toEqual(find('abcd', 'one'));
  expect(looked).toEqual(['abcd']);
  find('abcd', 'two');
  expect(looked).toEqual(['abcd', 'abcd']);
  find('ab', 'one');
  find('ab', 'one');
  expect(looked).toHaveLength(4);
});

test('the least lately used goes where there are too many, of texts and of tenants', () => {
  const { find, looked } = remembering();
  for (const text of ['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa']) find(text, 'one');
  expect(looked).toEqual(['aaaa', 'bbbb', 'cccc']);
  find('bbbb', 'one');
  expect(looked).toHaveLength(4);
  find('x'.repeat(11), 'one');
  find('x'.repeat(11), 'one');
  expect(looked).toHaveLength(6);
  find('aaaa', 'two');
  find('aaaa', 'three');
  find('bbbb', 'one');
  expect(looked).toHaveLength(9);
});
