import { expect, test } from 'vitest';
import { matchSequence } from './sequence.ts';

const shortcuts = ['/', 'g o', 'g t', 'j'];

test('one key is enough for a shortcut of one key', () => {
  expect(matchSequence(shortcuts, null, { key: '/', atMs: 0 })).toEqual({ shortcut: '/', pending: null });
});

test('two keys in a row make a sequence', () => {
  const first = matchSequence(shortcuts, null, { key: 'g', atMs: 0 });
  expect(first).toEqual({ shortcut: null, pending: { key: 'g', atMs: 0 } });
  expect(matchSequence(shortcuts, first.pending, { key: 't', atMs: 900 }).shortcut).toBe('g t');
});

test('too slow a second key begins anew', () => {
  expect(matchSequence(shortcuts, { key: 'g', atMs: 0 }, { key: 't', atMs: 1_001 })).toEqual({ shortcut: null, pending: null });
});

test('a key that completes nothing still counts for itself', () => {
  expect(matchSequence(shortcuts, { key: 'g', atMs: 0 }, { key: 'j', atMs: 10 }).shortcut).toBe('j');
  expect(matchSequence(shortcuts, { key: 'g', atMs: 0 }, { key: 'g', atMs: 10 }).pending?.key).toBe('g');
  expect(matchSequence(shortcuts, null, { key: 'x', atMs: 0 })).toEqual({ shortcut: null, pending: null });
});
