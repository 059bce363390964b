import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf } from './exchange.fixture.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { restoredText } from './restorer.ts';
import type { Found, Treatment } from './spans.ts';
import { tenantDigest } from './tenant-digest.ts';
import { treated, type Passage } from './treated.ts';

const fresh = (tenant = 1): Pseudonyms => new Pseudonyms(tenantDigest(keyOf(tenant)));
const find = (text: string, part: string, type: string): Found => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length, type });
const one = (text: string, findings: readonly Found[], treatmentOf: (finding: Found) => Treatment, pseudonyms = fresh()): string =>
  treated([{ text, findings }], treatmentOf, pseudonyms)[0] ?? '';
const pseudonymised = (): Treatment => 'pseudonymise';

describe('treatments', () => {
  const text = 'Write to anna@corp.example, card 4111 1111 1111 1234, pin 123.';
  const email = find(text, 'anna@corp.example', 'email');
  const card = find(text, '4111 1111 1111 1234', 'card');
  const pin = find(text, '123.', 'pin-code');

  test('redact, mask, hash and allow', () => {
    const treatmentOf = ({ type }: Found): Treatment => (type === 'card' ? 'mask' : type === 'email' ? 'redact' : 'allow');
    expect(one(text, [email, card, pin], treatmentOf)).toBe('Write to [EMAIL], card ****1234, pin 123.');
    expect(one(text, [email], () => 'hash')).toMatch(/^Write to \[EMAIL:[0-9a-f]{16}\], card 4111/);
    expect(one('pin 123.', [find('pin 123.', '123', 'pin-code')], () => 'redact')).toBe('pin [PIN_CODE].');
  });

  test('a mask shows nothing of a value that has little more than four characters', () => {
    expect(one('pin 1234567', [find('pin 1234567', '1234567', 'pin')], () => 'mask')).toBe('pin ****');
  });

  test('a pseudonym stands for the value and restores to it', () => {
    const pseudonyms = fresh();
    const sent = one(text, [email, card], pseudonymised, pseudonyms);
    expect(sent).toMatch(/^Write to q[a-z]{17}@example\.invalid, card QCARD\w{13}, pin 123\.$/);
    expect(restoredText(pseudonyms.lexicon, sent)).toBe(text);
  });
});

describe('findings that overlap', () => {
  const text = 'See https://x.example/?to=anna@corp.example&n=1 now';
  const url = find(text, 'https://x.example/?to=anna@corp.example&n=1', 'url');
  const email = find(text, 'anna@corp.example', 'email');

  test('become one, of the longest type and with the strictest treatment, in whatever order they come', () => {
    for (const findings of [[url, email], [email, url]]) {
      expect(one(text, findings, ({ type }) => (type === 'email' ? 'redact' : 'pseudonymise'))).toBe('See [URL] now');
      expect(one(text, findings, ({ type }) => (type === 'email' ? 'pseudonymise' : 'mask'))).toBe('See ****len1 now');
    }
  });

  test('leave the inner one treated where the outer one is allowed', () => {
    expect(one(text, [url, email], ({ type }) => (type === 'url' ? 'allow' : 'redact'))).toBe('See https://x.example/?to=[EMAIL]&n=1 now');
  });

  const bodies = fc.string({ unit: fc.constantFrom('a', 'b', '1', '😀', '"', 'Q', 'é'), minLength: 1, maxLength: 40 });
  const ranges = fc.array(fc.record({ from: fc.nat(80), length: fc.integer({ min: 1, max: 12 }) }), { maxLength: 6 });
  const foundIn = (body: string, many: readonly { from: number; length: number }[], type: string): Found[] =>
    many.map(({ from, length }) => ({ start: from % body.length, end: Math.min(body.length, (from % body.length) + length), type }));

  test('leave no piece of any value, and no replacement in another, whatever they are', () => {
    fc.assert(
      fc.property(bodies, ranges, (body, many) => {
        const findings = foundIn(body, many, 'x');
        const covered = (at: number): boolean => findings.some(({ start, end }) => start <= at && at < end);
        let expected = '';
        let at = 0;
        for (const character of body) {
          const hidden = covered(at) || (character.length === 2 && covered(at + 1));
          expected += hidden ? '\0' : character;
          at += character.length;
        }
        const sent = one(body, findings, () => 'redact');
        expect(sent.replaceAll(/(?:\[X\])+/g, '\0')).toBe(expected.replaceAll(/\0+/g, '\0'));
      }),
      { numRuns: 2000 },
    );
  });

  test('restore to the very text where they went as pseudonyms', () => {
    fc.assert(
      fc.property(bodies, ranges, fc.constantFrom('person', 'api-key', 'url'), (body, many, type) => {
        const pseudonyms = fresh();
        const sent = one(body, foundIn(body, many, type), pseudonymised, pseudonyms);
        expect(restoredText(pseudonyms.lexicon, sent)).toBe(body);
      }),
      { numRuns: 500 },
    );
  });

  test('never split a character in two', () => {
    const body = 'a😀b';
    const sent = one(body, [{ start: 0, end: 2, type: 'person' }], () => 'redact');
    expect(sent).toBe('[PERSON]b');
    expect(one(body, [{ start: 2, end: 4, type: 'person' }], () => 'redact')).toBe('a[PERSON]');
  });

  test('that are no part of the text are refused, for then nothing can be trusted', () => {
    for (const [start, end] of [[-1, 2], [0, 0], [2, 1], [0, 5], [0.5, 2], [Number.NaN, 2]] as const) {
      expect(() => one('text', [{ start, end, type: 'person' }], () => 'redact')).toThrow(RangeError);
    }
  });
});

describe('planted pseudonyms', () => {
  const value = 'anna@corp.example';
  const first = fresh().of('email', value).written;
  const finding = (text: string): Passage => ({ text, findings: [find(text, value, 'email')] });
  const bare = (text: string): Passage => ({ text, findings: [] });

  const plantings: readonly (readonly [string, string])[] = [
    ['as it is', first],
    ['in capitals', first.toUpperCase()],
    ['with a hyphen', `${first.slice(0, 9)}-${first.slice(9)}`],
    ['with an entity', first.replace('@', '&#64;')],
    ['within other letters', `xx${first}xx`],
  ];
  for (const [how, planted] of plantings) {
    test(`are not restored: ${how}, in the same text and in another`, () => {
      for (const passages of [[finding(`${planted} and ${value}`)], [bare(planted), finding(`to ${value}`)], [finding(`to ${value}`), bare(planted)]]) {
        const pseudonyms = fresh();
        const sent = treated(passages, pseudonymised, pseudonyms);
        expect(sent.map((text) => restoredText(pseudonyms.lexicon, text))).toEqual(passages.map(({ text }) => text));
        expect(restoredText(pseudonyms.lexicon, `The document says ${planted}.`)).toBe(`The document says ${planted}.`);
        expect(sent.join(' ')).toContain(pseudonyms.of('email', value).written);
        expect(pseudonyms.of('email', value).written).not.toBe(first);
      }
    });
  }

  test('cannot be put together from a text and what is put beside it', () => {
    const text = `${first.slice(0, 10)}${value}`;
    const pseudonyms = fresh();
    expect(restoredText(pseudonyms.lexicon, one(text, [find(text, value, 'email')], pseudonymised, pseudonyms))).toBe(text);
  });

  test('are nothing where their value is not in the exchange', () => {
    const pseudonyms = fresh();
    treated([finding(`to ${value}`)], pseudonymised, pseudonyms);
    const other = fresh().of('email', 'boss@corp.example').written;
    expect(restoredText(pseudonyms.lexicon, other)).toBe(other);
  });

  test('of every value of a request at once still end well', () => {
    const people = Array.from({ length: 50 }, (_, index) => `person${index}@corp.example`);
    const planted = people.map((person) => fresh().of('email', person).written).join(' ');
    const text = people.join(', ');
    const pseudonyms = fresh();
    const passages = [bare(planted), { text, findings: people.map((person) => find(text, person, 'email')) }];
    expect(treated(passages, pseudonymised, pseudonyms).map((sent) => restoredText(pseudonyms.lexicon, sent))).toEqual([planted, text]);
  });

  test('by somebody who knows the key fail closed', () => {
    const text = `${value} `;
    const all = new Pseudonyms(() => '\0'.repeat(32)).of('email', value).written;
    expect(() => one(text + all, [find(text, value, 'email')], pseudonymised, new Pseudonyms(() => '\0'.repeat(32)))).toThrow();
  });
});

test('an exchange is treated once: a later text could hold what was issued before it was seen', () => {
  const pseudonyms = fresh();
  one('x', [], pseudonymised, pseudonyms);
  expect(() => one('x', [], pseudonymised, pseudonyms)).toThrow('one call');
});
