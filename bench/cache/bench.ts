/** `npm run bench -- cache`: what the semantic cache finds, what it takes for the same and is not, and how long it takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedWords } from '@plimsoll/engine/cache/meaning/embed-words';
import { NearReplies } from '@plimsoll/engine/cache/meaning/near-replies';
import { wordsOf } from '@plimsoll/engine/cache/meaning/words-of';
import { englishWords } from '@plimsoll/server/cache/english-words';
import { judgedPairs, pairSets, taken, type PairSet } from './pairs.ts';
import { plotted } from './plot.ts';

const usage = `usage: npm run bench -- cache [--json]

Judges the built-in semantic cache by hand-written pairs: paraphrases that should hit and near misses that must not, half of both kept
from tuning. Draws the curve of both over the threshold to docs/figures/semantic-cache.svg.
`;

const threshold = 0.4;
const wantedHits = 0.3;
const thresholds = Array.from({ length: 51 }, (_, step) => step / 50);

interface Outcome {
  readonly pairs: number;
  /** With the guard, at the default threshold; from 0 to 1. */
  readonly taken: number;
  /** By likeness alone. */
  readonly takenUnguarded: number;
  readonly byKind: Readonly<Record<string, string>>;
}

const outcomeOf = (name: PairSet): Outcome => {
  const pairs = judgedPairs(name);
  const kinds = [...new Set(pairs.map(({ kind }) => kind))].toSorted();
  const byKind = Object.fromEntries(kinds.map((kind) => [kind, pairs.filter((pair) => pair.kind === kind)] as const).map(([kind, own]) => [kind, `${Math.round(taken(own, threshold, true) * own.length)}/${own.length}`]));
  return { pairs: pairs.length, taken: taken(pairs, threshold, true), takenUnguarded: taken(pairs, threshold, false), byKind };
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** @returns microseconds, median, for a text to be taken apart and looked for among so many others */
const lookUpCost = (among: number): number => {
  const isWord = englishWords();
  const near = new NearReplies({ threshold, strictness: 'words', isWord, mostPerFrame: among });
  const texts = pairSets.flatMap((name) => judgedPairs(name).flatMap(({ a, b }) => [a, b]));
  const question = (text: string) => {
    const words = wordsOf(text, isWord);
    return words === null ? null : { frame: 'f', words, vector: embedWords(words) };
  };
  for (let n = 0; n < among; n += 1) {
    const asked = question(`${texts[n % texts.length] ?? ''} ${n}`);
    if (asked !== null) near.put(String(n), asked);
  }
  const took: number[] = [];
  for (let n = 0; n < 2_000; n += 1) {
    const text = texts[n % texts.length] ?? '';
    const startedMs = performance.now();
    const asked = question(text);
    if (asked !== null) near.find(asked);
    took.push((performance.now() - startedMs) * 1000);
  }
  return median(took.slice(500));
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** @returns the exit status */
export const cacheBench = async (args: readonly string[]): Promise<number> => {
  if (args.some((arg) => arg !== '--json')) {
    process.stderr.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const outcomes = Object.fromEntries(pairSets.map((name) => [name, outcomeOf(name)] as const));
  const cost = { among100Us: lookUpCost(100), among1000Us: lookUpCost(1_000) };
  const held = {
    paraphrases: (['paraphrases-fourth'] as const).flatMap((name) => judgedPairs(name)),
    nearMisses: (['near-misses-held-out', 'near-misses-third', 'near-misses-fresh', 'near-misses-fourth', 'near-misses-blind'] as const).flatMap((name) => judgedPairs(name)),
  };
  const curve = (pairs: typeof held.paraphrases, guarded: boolean) => thresholds.map((least) => [least, taken(pairs, least, guarded)] as const);
  const [results, figures] = [join(import.meta.dirname, '../results'), join(import.meta.dirname, '../../docs/figures')];
  for (const folder of [results, figures]) mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(figures, 'semantic-cache.svg'),
    plotted(
      'Semantic cache, pairs kept from tuning',
      [
        { label: 'paraphrases that hit', color: '#0d9488', dashed: false, points: curve(held.paraphrases, true) },
        { label: 'near misses that hit', color: '#dc2626', dashed: false, points: curve(held.nearMisses, true) },
        { label: 'paraphrases, by likeness\nalone', color: '#0d9488', dashed: true, points: curve(held.paraphrases, false) },
        { label: 'near misses, by likeness\nalone', color: '#dc2626', dashed: true, points: curve(held.nearMisses, false) },
      ],
      threshold,
    ),
  );
  writeFileSync(join(results, 'semantic-cache.json'), `${JSON.stringify({ threshold, outcomes, cost }, null, 1)}\n`);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ threshold, outcomes, cost }, null, 1)}\n`);
  const paraphrases = pairSets.filter((name) => name.startsWith('paraphrases'));
  const others = paraphrases.filter((name) => name !== 'paraphrases-written-along').flatMap((name) => judgedPairs(name));
  const verdicts = [
    ...pairSets.filter((name) => name.startsWith('near-misses')).map((name) => ({ promise: `no false hit, ${name}`, measured: `${percent(outcomes[name]?.taken ?? 1)} of ${outcomes[name]?.pairs} (by likeness alone ${percent(outcomes[name]?.takenUnguarded ?? 1)})`, kept: outcomes[name]?.taken === 0 })),
    { promise: `at least ${percent(wantedHits)} hit, paraphrases kept from tuning (fourth)`, measured: `${percent(outcomes['paraphrases-fourth']?.taken ?? 0)} of ${outcomes['paraphrases-fourth']?.pairs}`, kept: (outcomes['paraphrases-fourth']?.taken ?? 0) >= wantedHits },
    { promise: `at least ${percent(wantedHits)} hit, all paraphrases that others have written`, measured: `${percent(taken(others, threshold, true))} of ${others.length}`, kept: taken(others, threshold, true) >= wantedHits },
  ];
  if (!args.includes('--json')) {
    for (const name of ['paraphrases-tuning', 'paraphrases-third', 'paraphrases-fresh'] as const) process.stdout.write(`${name}: ${Object.entries(outcomes[name]?.byKind ?? {}).map(([kind, share]) => `${kind} ${share}`).join(', ')}\n`);
    for (const name of paraphrases) process.stdout.write(`${name}: ${percent(outcomes[name]?.taken ?? 0)} of ${outcomes[name]?.pairs} hit\n`);
    process.stdout.write(`a look-up among 100 texts ${cost.among100Us.toFixed(0)} us, among 1,000 ${cost.among1000Us.toFixed(0)} us (median)\n`);
    for (const { promise, measured, kept } of verdicts) process.stdout.write(`${kept ? '  ok ' : ' FAIL'}  ${promise}: ${measured}\n`);
    process.stdout.write('curve: docs/figures/semantic-cache.svg\n');
  }
  return verdicts.every(({ kept }) => kept) ? 0 : 1;
};
