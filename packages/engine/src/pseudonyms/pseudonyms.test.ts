import { describe, expect, test } from 'vitest';
import { exchangeOf, keyOf, values } from './exchange.fixture.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { tenantDigest } from './tenant-digest.ts';

const fresh = (tenant = 1, salt = ''): Pseudonyms => new Pseudonyms(tenantDigest(keyOf(tenant), salt));
const writtenOf = (pseudonyms: Pseudonyms): string[] => values.map(([type, value]) => pseudonyms.of(type, value).written);

const passesLuhn = (digits: string): boolean =>
  Array.from(digits).toReversed().reduce((sum, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0) % 10 === 0;

describe('the same pseudonym', () => {
  test('goes to the same value of the same tenant, in every exchange', () => {
    expect(writtenOf(fresh())).toEqual(writtenOf(fresh()));
  });

  test('goes to spellings that mean the same', () => {
    const pseudonyms = fresh();
    const same = [
      ['email', 'Anna@Corp.example', ' anna@corp.EXAMPLE'],
      ['phone', '+49 (151) 234-5678', '0049151 2345678'],
      ['iban', 'DE89 3704 0044 0532 0130 00', 'de89370400440532013000'],
      ['card', '4111 1111 1111 1111', '4111-1111-1111-1111'],
      ['person', 'Anna  Schmidt', 'Anna\nSchmidt'],
      ['person', 'Zoe\u0308', 'Zo\u00eb'],
    ] as const;
    for (const [type, one, other] of same) expect(pseudonyms.of(type, one)).toBe(pseudonyms.of(type, other));
  });

  test('goes to no value that differs in more than separators and case, though it was found as a number', () => {
    const pseudonyms = fresh();
    for (const type of ['phone', 'card', 'iban']) {
      const all = ['ext', 'home', 'Anna, 0151 1', 'Bob, 0151 1', '0151 1', '#0151 1', '0151;1', 'é', 'è'].map((value) => pseudonyms.of(type, value).written);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  test('goes to no other value, type, tenant or, with a salt, conversation', () => {
    const all = [fresh(1), fresh(2), fresh(1, 'conversation 1'), fresh(1, 'conversation 2')].flatMap(writtenOf);
    const byType = ['person', 'organisation', 'card', 'iban', 'passport'].map((type) => fresh().of(type, 'one value').written);
    expect(new Set([...all, ...byType]).size).toBe(all.length + byType.length);
  });
});

describe('a pseudonym', () => {
  const many = (type: string): string[] => Array.from({ length: 100 }, (_, index) => fresh().of(type, `value ${index}`).written);

  test('has the form of its type', () => {
    const forms: readonly (readonly [string, RegExp])[] = [
      ['person', /^Q[a-z]{17}$/],
      ['email', /^q[a-z]{17}@example\.invalid$/],
      ['phone', /^\+999\d{15}$/],
      ['iban', /^QZ00[2-9B-Z]{14}$/],
      ['card', /^QCARD[2-9B-Z]{13}$/],
      ['api-key', /^QAPIKEY[2-9B-Z]{13}$/],
      ['url', /^https:\/\/q[a-z]{17}\.invalid$/],
      ['ip', /^2001:db8::[1-9a-f][0-9a-f]{3}(:[1-9a-f][0-9a-f]{3}){3}$/],
      ['Kundennummer (alt)', /^QKUNDENNUMMER[2-9B-Z]{13}$/],
      ['号', /^QID[2-9B-Z]{13}$/],
    ];
    for (const [type, form] of forms) for (const written of many(type)) expect(written).toMatch(form);
  });

  test('of a phone is longer than any number and passes as no card', () => {
    for (const written of many('phone')) {
      expect(written.length).toBeGreaterThan('+'.length + 15);
      expect(passesLuhn(written.slice(1))).toBe(false);
    }
  });

  test('is of one value alone: ten thousand values have ten thousand', () => {
    for (const type of ['person', 'email', 'phone', 'card']) {
      const pseudonyms = fresh();
      const all = Array.from({ length: 10_000 }, (_, index) => pseudonyms.of(type, String(index)).written);
      expect(new Set(all).size).toBe(10_000);
    }
  });

  test('is not to be had without a key of 32 bytes', () => {
    for (const length of [0, 16, 31, 33]) expect(() => tenantDigest(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe('a collision within one exchange', () => {
  test('gives the second value another pseudonym', () => {
    // A digest that knows two answers: all values of a type collide until their third attempt.
    const weak = (message: string): string => String.fromCharCode(Math.floor((JSON.parse(message) as [string, string, string, number])[3] / 2)).repeat(32);
    const pseudonyms = new Pseudonyms(weak);
    const all = Array.from({ length: 5 }, (_, index) => pseudonyms.of('person', `value ${index}`));
    expect(new Set(all.map(({ written }) => written)).size).toBe(5);
    expect(all.map(({ value }) => value)).toEqual(['value 0', 'value 1', 'value 2', 'value 3', 'value 4']);
  });

  test('is one too where one pseudonym would be the beginning of another, whichever was first', () => {
    const same = (): string => '\0'.repeat(32);
    for (const [first, second] of [['person', 'email'], ['email', 'person'], ['url', 'person']] as const) {
      const pseudonyms = new Pseudonyms(same);
      pseudonyms.of(first, 'a');
      expect(() => pseudonyms.of(second, 'b')).toThrow('not taken');
    }
  });
});

test('what is hashed is told apart by value and tenant, and says nothing else', () => {
  const hashes = [fresh().hash('email', 'a@b.example'), fresh().hash('email', 'c@b.example'), fresh(2).hash('email', 'a@b.example')];
  expect(new Set(hashes).size).toBe(3);
  expect(fresh().hash('email', 'A@B.example')).toBe(hashes[0]);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/);
});

test('nothing is issued once what leaves was checked', () => {
  const { pseudonyms, known } = exchangeOf(1);
  pseudonyms.seal();
  expect(pseudonyms.of('person', 'Zoë 😀 Müller')).toBe(known[1]);
  expect(() => pseudonyms.of('person', 'somebody new')).toThrow('issued now');
});
