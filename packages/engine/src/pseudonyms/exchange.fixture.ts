/**
 * For tests: an exchange whose pseudonyms are known, and texts as a model might write them: pseudonyms in many spellings, beginnings of
 * pseudonyms that come to nothing, and plain words in between.
 */
import * as fc from 'fast-check';
import type { Known } from './lexicon.ts';
import { Pseudonyms } from './pseudonyms.ts';
import type { Spelling } from './spelling.ts';
import { symbolsIn } from './symbols.ts';
import { tenantDigest } from './tenant-digest.ts';

export const keyOf = (tenant: number): Uint8Array => new Uint8Array(32).fill(tenant);

/** Values that are hard to put back: quotes, backslashes, line ends, characters outside the basic plane. */
export const values: readonly (readonly [type: string, value: string])[] = [
  ['person', 'Anna "Ann" O\'Neil'],
  ['person', 'Zoë 😀 Müller'],
  ['email', 'a\\b@corp.example'],
  ['email', 'jörg@müller.example'],
  ['phone', '+49 151 2345678'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['api-key', 'sk-live-0\n1'],
  ['url', 'https://intra.example/?q="x"'],
];

export interface Exchange {
  readonly pseudonyms: Pseudonyms;
  readonly known: readonly Known[];
}

export const exchangeOf = (tenant: number): Exchange => {
  const pseudonyms = new Pseudonyms(tenantDigest(keyOf(tenant)));
  return { pseudonyms, known: values.map(([type, value]) => pseudonyms.of(type, value)) };
};

/** A text and what must become of it. */
export interface Written {
  readonly text: string;
  readonly expected: string;
}

/** Ways in which models alter what they copy. */
const alterations: readonly ((written: string, at: number) => string)[] = [
  (written) => written,
  (written) => written.toUpperCase(),
  (written) => written.toLowerCase(),
  (written, at) => `${written.slice(0, at)}-${written.slice(at)}`,
  (written, at) => `${written.slice(0, at)} ${written.slice(at)}`,
  (written, at) => `${written.slice(0, at)}\u00ad${written.slice(at)}`,
  (written) => written.replace('@', '\\@').replaceAll('.', '\\.'),
];
/** In text alone: nobody reads entities inside JSON. */
const entities = (written: string): string => written.replace('@', '&#64;').replaceAll('.', '&period;');

const plain = fc
  .oneof(
    fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '"', '\\', '\n', '{', '&', 'q', 'Q', ' ', '9', '+', '-', 'h'), maxLength: 6 }),
    fc.constantFrom("'s", ' `', '** ', '&amp;', '&#', '\\u00', 'https://', '+999', 'Qa', ' @ ', '\ud83d'),
  )
  .map((text): Written => ({ text, expected: text }));

/** A pseudonym, however spelled. */
const whole = (known: readonly Known[], spelling: Spelling): fc.Arbitrary<Written> => {
  const alter = fc.constantFrom(...alterations, ...(spelling === 'text' ? [entities] : []));
  return fc.record({ pseudonym: fc.constantFrom(...known), altered: alter, at: fc.nat(30) }).map(({ pseudonym, altered, at }) => {
    const { written, value } = pseudonym;
    // The first two units stay together: a plus, or the dropped beginning of a URL, is no place where a model cuts.
    return { text: altered(written, Math.min(written.length - 1, Math.max(9, at))), expected: value };
  });
};

/** Begins like a pseudonym and is none. */
const begun = (known: readonly Known[]): fc.Arbitrary<Written> =>
  fc.record({ pseudonym: fc.constantFrom(...known), length: fc.integer({ min: 1, max: 60 }) }).map(({ pseudonym: { written }, length }) => {
    const text = `${written.slice(0, Math.min(length, written.length - 1))}!`;
    return { text, expected: text };
  });

export const texts = ({ known }: Exchange, maxLength: number, spelling: Spelling = 'text'): fc.Arbitrary<Written> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 3, arbitrary: whole(known, spelling) }, { weight: 1, arbitrary: begun(known) }), { maxLength })
    .map((parts) => ({ text: parts.map(({ text }) => text).join(''), expected: parts.map(({ expected }) => expected).join('') }));

/** Spells some characters of a JSON text's strings by escapes, as models do. */
export const escapedAt = (json: string, places: readonly number[]): string => {
  let spelled = '';
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at] ?? '';
    if (sign === '\\') {
      const width = json[at + 1] === 'u' ? 6 : 2;
      spelled += json.slice(at, at + width);
      at += width - 1;
      continue;
    }
    if (sign === '"') inString = !inString;
    const escaped = inString && sign !== '"' && places.includes(at % 17);
    spelled += escaped ? `\\u${json.charCodeAt(at).toString(16).padStart(4, '0')}` : sign;
  }
  return spelled;
};

const entity = /&(?:commat|period|hyphen|dash|lowbar|colon|sol|bsol|nbsp|shy|zwnj|zwj|#\w+);/gi;
const entityBegun = /&[#\w]{0,6}$/;

/** Whether a text is the beginning of a known pseudonym, and not all of it: an oracle that knows nothing of automata. */
export const isLivePrefix = (held: string, { known }: Exchange): boolean => {
  const symbols = symbolsIn(held.replaceAll(entity, '').replace(entityBegun, ''));
  if (symbols === '' || /[^\w\s\-.@:/\\()+\u00ad]/.test(held.replaceAll(entity, '').replace(entityBegun, ''))) return false;
  return known.some(({ written }) => {
    const all = symbolsIn(written);
    return ['', '+', 'https'].some((droppable) => {
      const form = all.startsWith(droppable) ? all.slice(droppable.length) : all;
      return form.startsWith(symbols) && form.length > symbols.length;
    });
  });
};
