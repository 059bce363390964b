import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';
import { compileCustomType } from './custom-types.ts';

describe('A custom type', () => {
  test('finds by pattern, also in what had to be folded first, and keeps the offsets of the original', () => {
    const custom = [compileCustomType({ name: 'employee', pattern: String.raw`\bEMP-\d{6}\b` })];
    const text = 'badge ＥＭＰ-００1234 was lost';
    expect(findSensitive(text, { custom })).toEqual([{ start: 6, end: 16, type: 'employee', score: 0.9, why: 'matches the pattern of "employee"' }]);
  });

  test('finds whole words of a list, in any case, the longest first', () => {
    const custom = [compileCustomType({ name: 'project', words: ['Blue Heron', 'Blue Heron Two', 'Osprey'], score: 0.8 })];
    const text = 'blue heron two beats OSPREY and ospreys';
    expect(findSensitive(text, { custom }).map(({ start, end }) => text.slice(start, end))).toEqual(['blue heron two', 'OSPREY']);
  });

  test('finds by code, whose answers outside the text do not count', () => {
    const custom = [compileCustomType({ name: 'even', find: (text) => [{ start: 0, end: 4, score: 7, why: 'said so' }, { start: 2, end: text.length + 9 }, { start: -1, end: 2 }] })];
    expect(findSensitive('abcdef', { custom })).toEqual([{ start: 0, end: 4, type: 'even', score: 1, why: 'said so' }]);
  });

  test('whose pattern would backtrack for years answers at once', () => {
    const custom = [compileCustomType({ name: 'slow', pattern: '(a+)+$' })];
    const startedAt = performance.now();
    findSensitive(`${'a'.repeat(5_000)}b`, { custom });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('with a pattern that is not RE2 is refused by name', () => {
    expect(() => compileCustomType({ name: 'back', pattern: String.raw`(a)\1` })).toThrow(/The pattern of "back" cannot be used/);
  });
});
