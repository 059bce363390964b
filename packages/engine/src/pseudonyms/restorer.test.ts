import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapedAt, exchangeOf, isLivePrefix, texts } from './exchange.fixture.ts';
import { Restorer, restoredText } from './restorer.ts';
import type { Spelling } from './spelling.ts';

const exchange = exchangeOf(1);
const { lexicon } = exchange.pseudonyms;
const [ann, zoe, backslashed] = exchange.known;
const written = (index: number): string => exchange.known[index]?.written ?? '';

const inPieces = (pieces: readonly string[], spelling: Spelling): string => {
  const restorer = new Restorer(lexicon, spelling);
  return pieces.map((piece) => restorer.push(piece)).join('') + restorer.end();
};
const cutAt = (text: string, cuts: readonly number[]): string[] => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
};
/** A JSON text that says this, escapes of the model's choosing included. */
const asJson = (text: string, places: readonly number[]): string => escapedAt(JSON.stringify({ [`k ${text}`]: [text, 9, true] }), places);

describe('in text', () => {
  test('every pseudonym is restored, whatever a model does to its spelling, and all else stays', () => {
    fc.assert(
      fc.property(texts(exchange, 8), ({ text, expected }) => {
        expect(restoredText(lexicon, text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('every two-way split gives the same text', () => {
    fc.assert(
      fc.property(texts(exchange, 6), ({ text, expected }) => {
        for (let cut = 0; cut <= text.length; cut += 1) expect(inPieces([text.slice(0, cut), text.slice(cut)], 'text')).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('many-way splits give the same text, and never is more held back than a live beginning of a known pseudonym', () => {
    fc.assert(
      fc.property(texts(exchange, 8), fc.array(fc.nat(500), { maxLength: 30 }), ({ text, expected }, cuts) => {
        const restorer = new Restorer(lexicon);
        let said = '';
        let given = '';
        for (const piece of cutAt(text, cuts)) {
          given += piece;
          said += restorer.push(piece);
          const { held } = restorer;
          expect(given.endsWith(held)).toBe(true);
          if (held !== '' && !isLivePrefix(held, exchange)) expect.fail(`held back: ${JSON.stringify(held)} of ${JSON.stringify(given)}`);
        }
        expect(said + restorer.end()).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('a pseudonym is given out with its last letter, nothing is waited for', () => {
    const restorer = new Restorer(lexicon);
    expect(restorer.push(`To ${written(0)}`)).toBe(`To ${ann?.value}`);
    expect(restorer.held).toBe('');
  });

  test('a piece in which nothing can begin is the same string, not a copy', () => {
    const restorer = new Restorer(lexicon);
    expect(restorer.push('nothing in there')).toBe('nothing in there');
    expect(restorer.held).toBe('');
  });

  test('possessives, quotes, backticks, emphasis and endings of German stay around the value', () => {
    const name = written(1);
    const text = `${name}'s, "${name}", \`${name}\`, **${name}**, ${name}s Konto, (${name})`;
    const value = zoe?.value ?? '';
    expect(restoredText(lexicon, text)).toBe(`${value}'s, "${value}", \`${value}\`, **${value}**, ${value}s Konto, (${value})`);
  });

  test('a pseudonym that begins inside the torn beginning of another is found', () => {
    for (let length = 1; length < written(0).length; length += 1) {
      expect(restoredText(lexicon, written(0).slice(0, length) + written(1))).toBe(written(0).slice(0, length) + zoe?.value);
    }
  });

  test('more joints than a model would write end it', () => {
    const name = written(0);
    expect(restoredText(lexicon, `${name.slice(0, 4)}    ${name.slice(4)}`)).toBe(ann?.value);
    const apart = `${name.slice(0, 4)}     ${name.slice(4)}`;
    expect(restoredText(lexicon, apart)).toBe(apart);
  });

  test('what is held stays small though a provider never says more than joints and beginnings', () => {
    const restorer = new Restorer(lexicon);
    let longest = 0;
    for (let round = 0; round < 2000; round += 1) {
      restorer.push(round % 7 === 0 ? written(round % 8).slice(0, 17) : '\u00ad-&nbsp;');
      longest = Math.max(longest, restorer.held.length);
    }
    expect(longest).toBeLessThan(100);
    expect(new Restorer(lexicon).push('qa'.repeat(100_000)).length).toBeGreaterThan(199_990);
  });
});

describe('in JSON', () => {
  test('arguments parse to the original values, whatever is escaped and however it is split', () => {
    fc.assert(
      fc.property(texts(exchange, 5, 'json'), fc.array(fc.nat(16), { maxLength: 4 }), fc.array(fc.nat(500), { maxLength: 12 }), (text, places, cuts) => {
        const json = asJson(text.text, places);
        const expected: unknown = { [`k ${text.expected}`]: [text.expected, 9, true] };
        const said = inPieces([json], 'json');
        expect(JSON.parse(said)).toEqual(expected);
        expect(inPieces(cutAt(json, cuts), 'json')).toBe(said);
      }),
      { numRuns: 2000 },
    );
  });

  test('every two-way split gives the same JSON', () => {
    fc.assert(
      fc.property(texts(exchange, 3, 'json'), fc.array(fc.nat(16), { maxLength: 3 }), ({ text }, places) => {
        const json = asJson(text, places);
        const said = inPieces([json], 'json');
        for (let cut = 0; cut <= json.length; cut += 1) expect(inPieces([json.slice(0, cut), json.slice(cut)], 'json')).toBe(said);
      }),
      { numRuns: 200 },
    );
  });

  test('what is no JSON at all is the same however it is split', () => {
    const garbage = fc.array(fc.constantFrom('"', '\\', '\\u', '\\u00', 'u0071', 'q', written(0), '{', '9', 'g', '"\\u007', '1'), { maxLength: 14 });
    fc.assert(
      fc.property(garbage, fc.array(fc.nat(200), { maxLength: 12 }), (parts, cuts) => {
        const text = parts.join('');
        expect(inPieces(cutAt(text, cuts), 'json')).toBe(inPieces([text], 'json'));
      }),
      { numRuns: 5000 },
    );
  });

  test('no more is held back than a live beginning, escapes read', () => {
    const openers = Array.from('qQ+9Z2hH', (sign) => sign.charCodeAt(0).toString(16).padStart(4, '0'));
    fc.assert(
      fc.property(texts(exchange, 4, 'json'), fc.array(fc.nat(16), { maxLength: 4 }), ({ text }, places) => {
        const restorer = new Restorer(lexicon, 'json');
        for (const unit of asJson(text, places)) {
          restorer.push(unit);
          const { held } = restorer;
          const partial = /(?<!\\)(?:\\\\)*(\\(?:u[0-9a-f]{0,3})?)$/.exec(held)?.[1] ?? '';
          const read = String(JSON.parse(`"${held.slice(0, held.length - partial.length)}"`));
          const alone = read === '' && openers.some((hex) => `\\u${hex}`.startsWith(partial));
          if (held !== '' && !alone && !isLivePrefix(read, exchange)) expect.fail(`held back: ${held}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an escape that was given out unfinished is not read on as text', () => {
    // Read by itself, the digit that ends the escape would be the first of a phone number.
    const digits = written(4).slice(2);
    const json = `{"n":"\\u00e9${digits}"}`;
    for (let cut = 0; cut <= json.length; cut += 1) expect(inPieces([json.slice(0, cut), json.slice(cut)], 'json')).toBe(json);
  });

  test('a value is never put where a number stands', () => {
    const digits = written(4).slice(1);
    expect(restoredText(lexicon, `{"n":${digits},"s":"${digits}"}`, 'json')).toBe(`{"n":${digits},"s":"+49 151 2345678"}`);
  });

  test('an at sign that the model escaped does not hide an address', () => {
    const json = `{"to":"${written(2).replace('@', '\\u0040')}"}`;
    expect(JSON.parse(restoredText(lexicon, json, 'json'))).toEqual({ to: backslashed?.value });
  });
});
