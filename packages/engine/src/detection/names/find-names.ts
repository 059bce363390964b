/** Persons, organisations and postal addresses: what has no form of its own is found by the tagger. */
import type { Finding } from '../finding.ts';
import type { View } from '../view.ts';
import { tags } from './features.ts';
import { loadWeights } from './load-weights.ts';
import { tagTokens } from './tagger.ts';
import { hashOf, listBits, shapes, tokensOf, type Token } from './tokens.ts';

export type NameKind = 'person' | 'organisation' | 'address';

interface Span {
  readonly kind: NameKind;
  readonly first: number;
  last: number;
}

/** @param path a place in `tags` for each token */
export const spansOf = (path: Uint8Array): Span[] => {
  const spans: Span[] = [];
  path.forEach((tag, at) => {
    const [position, kind] = (tags[tag] ?? 'O').split('-');
    const open = spans.at(-1);
    if (position === 'I' && open !== undefined && open.last === at - 1) open.last = at;
    else if (position === 'B') spans.push({ kind: kind as NameKind, first: at, last: at });
  });
  return spans;
};

/** A little against names: texts are full of capitals, and a finding that is none costs the trust in all the others. */
const caution = 4;

/**
 * Evidence for a token, in units of the table: below the first a finding is none, at the second it is as sure as it gets. Chosen on the tuning half of the bench.
 */
const evidenceNeeded: Readonly<Record<NameKind, readonly [least: number, ample: number]>> = { person: [70, 260], organisation: [120, 360], address: [25, 200] };

/** More is needed where every word is an ordinary one with a capital ("Privacy", "New Feature"), a place, a day or an abbreviation. */
const moreForCommonWords = 90;
/** Of one unknown word that begins a sentence the capital says nothing; of one in a script that the lists lack, little is known at all. */
const moreForBeginnings = 60;
const moreForUnlistedScripts = 60;

/**
 * @param known what has been found by its form: one token each
 * @returns candidates with offsets in the view
 */
export const findNames = ({ text }: View, known: readonly Finding[]): Finding[] => {
  const tokens = tokensOf(text, known);
  const { path, margins } = tagTokens(tokens, loadWeights(), caution);
  const spans = spansOf(path);
  return [...spans.flatMap(({ kind: tagged, first, last }) => {
    const inside = withoutStop(tagged, tokens.slice(first, last + 1));
    const kind = tagged === 'organisation' && isRatherPerson(inside) ? 'person' : tagged;
    const [begin, end] = [inside[0], inside.at(-1)];
    if (begin === undefined || end === undefined || !isNamed(kind, inside)) return [];
    const evidence = margins.slice(first, first + inside.length).reduce((sum, margin) => sum + margin, 0) / inside.length;
    const [least, ample] = evidenceNeeded[kind];
    const needed = least + (kind === 'address' ? 0 : moreNeeded(inside, tokens[first - 1], text));
    if (evidence < needed) return [];
    const score = 0.52 + 0.36 * Math.min((evidence - needed) / (ample - least), 1);
    return [{ start: begin.start, end: end.end, type: kind, score: Math.round(score * 100) / 100, why: reasonFor(kind, inside, tokens[first - 1]) }];
  }), ...lowerCaseNames(tokens)];
};

/** "Emmanuel Macron" after "met": a given name, and no word that names of bodies have. */
const isRatherPerson = (tokens: readonly Token[]): boolean =>
  tokens.length > 1 && tokens.length < 4 && ((tokens[0]?.lists ?? 0) & listBits.given) !== 0 && tokens.every(({ lists, shape }) => (lists & (listBits.legal | listBits.organisation)) === 0 && shape !== shapes.mark);

/** A listed given name and a listed family name side by side, neither of them a common word: people write so in a hurry. The tagger hardly sees what has no capital. */
const lowerCaseNames = (tokens: readonly Token[]): Finding[] =>
  tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    if (next === undefined || !isListed(token, listBits.given) || !isListed(next, listBits.family)) return [];
    return [{ start: token.start, end: next.end, type: 'person', score: 0.6, why: 'a known given name and a known family name, in lower case' }];
  });

const isListed = ({ shape, lists }: Token, bit: number): boolean => shape === shapes.lower && (lists & bit) !== 0 && (lists & (listBits.common | listBits.particle | listBits.place)) === 0;

/** A full stop ends the sentence, unless it belongs to "Inc." or "Ltd.". */
const withoutStop = (kind: NameKind, tokens: readonly Token[]): readonly Token[] => {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  if (kind === 'address' || last?.shape !== shapes.mark) return tokens;
  return last.word === fullStop && before !== undefined && (before.lists & listBits.legal) !== 0 ? tokens : tokens.slice(0, -1);
};

const fullStop = hashOf('.');
/** What may stand inside a name: anything else is code. */
const marksOfNames = new Set(".,&+-'’/·".split('').map(hashOf));

const moreNeeded = (inside: readonly Token[], before: Token | undefined, text: string): number => {
  if (inside.every(isOrdinary)) return moreForCommonWords;
  const [only] = inside;
  if (only === undefined || inside.length > 1 || only.lists !== 0) return 0;
  if (!/[\p{Script=Latin}\p{Script=Hangul}]/u.test(text[only.start] ?? '')) return moreForUnlistedScripts;
  return before === undefined || before.shape === shapes.line || before.word === fullStop ? moreForBeginnings : 0;
};

const ordinaryLists = listBits.common | listBits.place | listBits.calendar | listBits.street;

const isOrdinary = ({ lists, shape }: Token): boolean => ((lists & ordinaryLists) !== 0 || shape === shapes.upper) && (lists & (listBits.given | listBits.family | listBits.legal)) === 0 && shape !== shapes.han;

/** A name has letters, and nothing in it that is of another type. */
const isNamed = (kind: NameKind, tokens: readonly Token[]): boolean =>
  (kind !== 'person' || tokens[0]?.shape !== shapes.han || ((tokens[0].lists & listBits.family) !== 0 && tokens.length > 1 && tokens.length < 5)) &&
  tokens.some(({ shape }) => shape <= shapes.initial || shape >= shapes.han) && (kind !== 'address' || isAddressed(tokens)) && (kind === 'address' || tokens.every(({ shape, word }) => shape !== shapes.known && shape !== shapes.line && (shape !== shapes.mark || marksOfNames.has(word)))) &&
  (kind !== 'organisation' || tokens.some(({ shape }) => (shape >= shapes.capital && shape <= shapes.initial) || shape >= shapes.han));

/** A number, and a word beside it that is more than an abbreviation ("ITIN 912-34"). */
const isAddressed = (tokens: readonly Token[]): boolean =>
  tokens.some(({ shape }) => shape === shapes.number || shape === shapes.code) &&
  tokens.some(({ shape, lists }) => shape === shapes.capital || shape === shapes.mixed || (shape >= shapes.han && shape !== shapes.code) || (lists & (listBits.street | listBits.streetEnding | listBits.place)) !== 0);

const reasonFor = (kind: NameKind, tokens: readonly Token[], before: Token | undefined): string => {
  const on = (bit: number): boolean => tokens.some(({ lists }) => (lists & bit) !== 0);
  const reasons: string[] = [];
  if (kind === 'person') {
    if (before !== undefined && (before.lists & listBits.title) !== 0) reasons.push('a form of address stands before it');
    if (on(listBits.given)) reasons.push('has a known given name');
    if (on(listBits.family)) reasons.push('has a known family name');
  }
  if (kind === 'organisation' && on(listBits.legal)) reasons.push('has a legal form');
  if (kind === 'organisation' && on(listBits.organisation)) reasons.push('has a word that names of organisations have');
  if (kind === 'address' && on(listBits.street | listBits.streetEnding)) reasons.push('has a word for a street');
  if (kind === 'address' && tokens.some(({ shape }) => shape === shapes.number)) reasons.push('has a number');
  return `reads like the name of ${kind === 'person' ? 'a person' : kind === 'organisation' ? 'an organisation' : 'a place where post goes'}${reasons.length === 0 ? ', by the words around it' : `, ${reasons.join(', ')}`}`;
};
