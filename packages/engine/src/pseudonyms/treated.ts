/**
 * Treats all texts of a request: personal data leaves redacted, masked, hashed or by a pseudonym. And it makes sure of the way back: read
 * as an answer would be, the treated texts hold the pseudonyms that were put there and no other. So what a caller or a document brought
 * along never restores to somebody's value.
 */
import type { Known } from './lexicon.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { Restorer } from './restorer.ts';
import { spansOf, type Found, type Span, type Treatment } from './spans.ts';

export interface Passage<Finding extends Found = Found> {
  readonly text: string;
  /** None where the text leaves as it is; it is then only looked through for planted pseudonyms. */
  readonly findings: readonly Finding[];
}

/** Each round gives another pseudonym to every value whose own was planted; nobody can plant the next one without the tenant's key. */
const mostRounds = 8;

/**
 * @param passages every text that the request will show to the model, whether or not something was found in it.
 * @returns the texts in the same order.
 * @throws when it cannot be done safely; then nothing may be sent.
 */
export const treated = <Finding extends Found>(
  passages: readonly Passage<Finding>[],
  treatmentOf: (finding: Finding) => Treatment,
  pseudonyms: Pseudonyms,
): string[] => {
  const spans = passages.map(({ text, findings }) => spansOf(text, findings, treatmentOf));
  for (let round = 0; round < mostRounds; round += 1) {
    const written = passages.map(({ text }, index) => splice(text, spans[index] ?? [], pseudonyms));
    const planted = new Set(written.flatMap((passage) => strangers(passage, pseudonyms)));
    if (planted.size === 0) {
      pseudonyms.seal();
      return written.map(({ text }) => text);
    }
    pseudonyms.reissue(planted);
  }
  throw new Error('A text holds one pseudonym after another of this tenant.');
};

interface Spliced {
  readonly text: string;
  /** Where each pseudonym was put, by its start. */
  readonly put: ReadonlyMap<number, Known>;
}

const splice = (text: string, spans: readonly Span[], pseudonyms: Pseudonyms): Spliced => {
  const put = new Map<number, Known>();
  let spliced = '';
  let done = 0;
  for (const { start, end, type, treatment } of spans) {
    spliced += text.slice(done, start);
    const value = text.slice(start, end);
    if (treatment === 'pseudonymise') {
      const pseudonym = pseudonyms.of(type, value);
      put.set(spliced.length, pseudonym);
      spliced += pseudonym.written;
    } else {
      spliced += treatment === 'mask' ? mask(value) : treatment === 'hash' ? `[${label(type)}:${pseudonyms.hash(type, value)}]` : `[${label(type)}]`;
    }
    done = end;
  }
  return { text: spliced + text.slice(done), put };
};

/** Pseudonyms that would be restored where none was put. */
const strangers = ({ text, put }: Spliced, { lexicon }: Pseudonyms): Known[] => {
  const found: Known[] = [];
  if (lexicon.isEmpty || text.length < lexicon.shortest) return found;
  new Restorer(lexicon, 'text', (known, start) => {
    if (put.get(start) !== known) found.push(known);
  }).push(text);
  return found;
};

const label = (type: string): string => type.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');

const keptCharacters = 4;

/** The last four letters or digits, where they are no more than half of the value. Says nothing of its length. */
const mask = (value: string): string => {
  const characters = value.match(/[\p{L}\p{N}]/gu) ?? [];
  return characters.length < 2 * keptCharacters ? '****' : `****${characters.slice(-keptCharacters).join('')}`;
};
