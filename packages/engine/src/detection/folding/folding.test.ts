import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSensitive } from '../find-sensitive.ts';
import { originalSpan } from '../view.ts';
import { foldText } from './fold-text.ts';
import { closeUp } from './spaced-out.ts';

const anyText = fc.string({ unit: fc.constantFrom(...'ab 1.-@'.split(''), '\u200b', '\u00ad', 'ａ', '４', 'а', 'о', '𝟒', '𝐣', '٣', '–', '\u3000', 'é', 'İ', '😀', '中', '\ud800'), maxLength: 60 });

describe('Folding', () => {
  test('maps every unit to a place in the original, in order, and the whole to the whole', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const view = foldText(text);
        expect(view.lower).toHaveLength(view.text.length);
        let before = 0;
        for (let at = 0; at < view.text.length; at++) {
          const { start, end } = originalSpan(view, at, at + 1);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
      }),
    );
  });

  test('leaves units that need no folding where they are', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const view = foldText(text);
        for (let at = 0; at < view.text.length; at++) if (/[é中]/.test(view.text[at] ?? '')) expect(text[originalSpan(view, at, at + 1).start]).toBe(view.text[at]);
      }),
    );
  });

  test('of a folded text changes nothing more', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: once } = foldText(text);
        expect(foldText(once).text).toBe(once);
      }),
    );
  });

  test('closing up keeps offsets in order and loses nothing but blanks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '4', '@', '.', 'word', ' '), { maxLength: 40 }), (parts) => {
        const text = parts.join(' ');
        const closed = closeUp(foldText(text));
        if (closed === null) return;
        expect(closed.text.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        for (let at = 0; at < closed.text.length; at++) expect(text[originalSpan(closed, at, at + 1).start]).toBe(closed.text[at]);
      }),
    );
  });

  test('leaves words of Cyrillic and Greek alone', () => {
    expect(foldText('Привет, Москва и Αθήνα').text).toBe('Привет, Москва и Αθήνα');
  });
});

describe('A value is found where it stands in the original', () => {
  const card = '4111 1111 1111 1111';
  test.each([
    ['with zero-width characters in it', card.split('').join('\u200b'), 'card'],
    ['in full-width digits', card.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)), 'card'],
    ['in mathematical digits', card.replaceAll(/\d/g, (digit) => String.fromCodePoint(digit.charCodeAt(0) - 48 + 0x1d7ce)), 'card'],
    ['in Arabic-Indic digits', card.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 48 + 0x660)), 'card'],
    ['with a blank after each digit', card.replaceAll(' ', '').split('').join(' '), 'card'],
    ['with no-break spaces', card.replaceAll(' ', '\u00a0'), 'card'],
    ['with Cyrillic letters among its Latin ones', 'j\u043ehn.d\u043ee@ex\u0430mple.com', 'email'],
    ['with a soft hyphen', 'john.\u00addoe@example.com', 'email'],
    ['letter by letter', 'john@example.com'.split('').join(' '), 'email'],
    ['in base 64', btoa('my card is 4111 1111 1111 1111'), 'card'],
    ['in base 64 for addresses', btoa('mail me: jane@example.com, ok??>').replaceAll('+', '-').replaceAll('/', '_'), 'email'],
    ['in base 64 in base 64', btoa(btoa('my card is 4111 1111 1111 1111')), 'card'],
  ])('%s', (_how, value, type) => {
    const before = 'Hello there: ';
    expect(findSensitive(`${before}${value} , thanks.`).filter((found) => found.type === type)).toEqual([expect.objectContaining({ start: before.length, end: before.length + value.length })]);
  });

  test('but base 64 of bytes, or of harmless text, is none', () => {
    expect(findSensitive(`x ${btoa('nothing to see here at all')} y`)).toEqual([]);
    expect(findSensitive('x iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ y')).toEqual([]);
  });
});
