import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSensitive } from './find-sensitive.ts';
import { sensitiveTypes } from './finding.ts';

describe('Any text', () => {
  test('gives findings inside it, in order, apart, of known types, with scores and reasons', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('', ' jane@example.com ', ' 4111 1111 1111 1111 '), (text, planted) => {
        const whole = text + planted + text;
        let before = 0;
        for (const { start, end, type, score, why } of findSensitive(whole)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(whole.length);
          expect(Object.keys(sensitiveTypes)).toContain(type);
          expect(score).toBeGreaterThanOrEqual(0.5);
          expect(score).toBeLessThanOrEqual(1);
          expect(why).not.toBe('');
          before = end;
        }
      }),
      { numRuns: 200 },
    );
  });

  test('gives only the types asked for, and only what is sure enough', () => {
    const text = 'jane@example.com or 10.0.0.7 or Jane Roe';
    expect(findSensitive(text, { types: new Set(['ip']) }).map(({ type }) => type)).toEqual(['ip']);
    expect(findSensitive(text, { minScore: 0.95 }).map(({ type }) => type)).toEqual(['email']);
  });
});

describe('A hostile text', () => {
  const kb = 64;
  const filled = (piece: string): string => piece.repeat(Math.ceil((kb * 1_024) / piece.length)).slice(0, kb * 1_024);
  test.each([
    ['digits', filled('1')],
    ['digits and blanks', filled('1 ')],
    ['digits and dashes', filled('12-')],
    ['numbers of cards that fail', filled('4111 1111 1111 1112 ')],
    ['letters', filled('a')],
    ['capitals', filled('A')],
    ['names', filled('John Smith ')],
    ['dots', filled('a.')],
    ['at signs', filled('a@')],
    ['half addresses', filled('a@a.')],
    ['colons', filled('a:')],
    ['schemes', filled('http://')],
    ['beginnings of keys', filled('-----BEGIN PRIVATE KEY-----')],
    ['beginnings of tokens', filled('eyJa.')],
    ['password after password', filled('password=')],
    ['base 64', filled(btoa('my card is 4111 1111 1111 1111, '))],
    ['base 64 in pieces', filled(`${btoa('my card is 4111 1111 1111 1111')} `)],
    ['base 64 in base 64', filled(`${btoa(btoa(btoa(btoa('my card is 4111 1111 1111 1111'))))} `)],
    ['zero-width characters', filled('\u200b')],
    ['spaced-out letters', filled('a b ')],
    ['look-alikes', filled('а1')],
    ['Han', filled('王')],
    ['pluses', filled('+1')],
    ['brackets', filled('(1')],
    ['quotes', filled('"key": "')],
    ['lines', filled('\n')],
    ['surrogates', filled('\ud800')],
    ['dates', filled('1990-01-01 ')],
    ['words for numbers', filled('account number 123456 ')],
  ])('of nothing but %s is searched within the bound of 5 ms a KB', (_of, text) => {
    findSensitive(text);
    const startedAt = performance.now();
    findSensitive(text);
    // The machine may be busy with other tests: four times the bound still tells a text that is worked on in squares.
    expect(performance.now() - startedAt).toBeLessThan(kb * 5 * 4);
  });

  test('twice as long takes about twice as long', () => {
    for (const piece of ['1 ', 'a.', 'password=', 'http://', '4111 1111 1111 1112 ', 'Jane Roe, ']) {
      const time = (size: number): number => Math.min(...[0, 1, 2].map(() => {
        const startedAt = performance.now();
        findSensitive(piece.repeat(size / piece.length));
        return performance.now() - startedAt;
      }));
      time(20_000);
      expect(time(160_000) / Math.max(time(20_000), 0.5), piece).toBeLessThan(40);
    }
  });
});
