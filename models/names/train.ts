/**
 * Trains the tagger of names and writes its weights: `node models/names/train.ts`. An averaged perceptron over chains of tags
 * (M. Collins, 2002), from texts of this folder's templates; the same seed gives the same file. Prints how it does on templates and names that it never saw.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buckets, featureCount, featuresAt, tags } from '@plimsoll/engine/detection/names/features';
import { spansOf } from '@plimsoll/engine/detection/names/find-names';
import { tagTokens } from '@plimsoll/engine/detection/names/tagger';
import { makeExamples, withoutSomeWords, type Example } from './examples.ts';
import { naturalSentences, technicalTexts } from './natural-sentences.ts';
import { randomFrom } from './random.ts';
import { readTemplates } from './texts.ts';
import { heldOut as heldOutNames, trainedOn } from './unlisted-names.ts';

const count = tags.length;
const epochs = 9;
const examplesAnEpoch = 20_000;

const weights = { rows: new Float32Array(buckets * count), transitions: new Float32Array((count + 1) * count) };
/** Each change weighted with its time: the average over all times is what is shipped. */
const timed = { rows: new Float64Array(buckets * count), transitions: new Float64Array((count + 1) * count) };
let time = 1;

const change = (kind: 'rows' | 'transitions', at: number, by: number): void => {
  weights[kind][at] = (weights[kind][at] ?? 0) + by;
  timed[kind][at] = (timed[kind][at] ?? 0) + by * time;
};

const learn = ({ tokens, gold }: Example): void => {
  const { path } = tagTokens(tokens, weights);
  time++;
  const features = new Uint32Array(featureCount);
  for (let at = 0; at < tokens.length; at++) {
    const [right = 0, guessed = 0] = [gold[at], path[at]];
    const [rightBefore, guessedBefore] = at === 0 ? [count, count] : [gold[at - 1] ?? 0, path[at - 1] ?? 0];
    if (right !== guessed || rightBefore !== guessedBefore) {
      change('transitions', rightBefore * count + right, 1);
      change('transitions', guessedBefore * count + guessed, -1);
    }
    if (right === guessed) continue;
    featuresAt(tokens, at, features);
    for (const row of features) {
      change('rows', row * count + right, 1);
      change('rows', row * count + guessed, -1);
    }
  }
};

const averaged = (kind: 'rows' | 'transitions'): Float64Array => Float64Array.from(weights[kind], (weight, at) => weight - (timed[kind][at] ?? 0) / time);

/** One unit for both tables; the few largest weights are cut to what a byte holds. */
const quantised = (): { rows: Int8Array; transitions: Int8Array } => {
  const [rows, transitions] = [averaged('rows'), averaged('transitions')];
  const sizes = rows.filter((weight) => weight !== 0).map(Math.abs).toSorted();
  const unit = (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / 127;
  const bytes = (values: Float64Array): Int8Array => Int8Array.from(values, (value) => Math.max(-127, Math.min(127, Math.round(value / unit))));
  return { rows: bytes(rows), transitions: bytes(transitions) };
};

const measure = (examples: readonly Example[], trained: ReturnType<typeof quantised>, caution: number): string => {
  const tally = new Map<string, { right: number; found: number; there: number }>();
  for (const { tokens, gold } of examples) {
    const key = ({ kind, first, last }: ReturnType<typeof spansOf>[number]): string => `${kind} ${first} ${last}`;
    const there = spansOf(gold);
    const found = spansOf(tagTokens(tokens, trained, caution).path);
    const right = new Set(there.map(key));
    for (const kind of ['person', 'organisation', 'address']) {
      const counts = tally.get(kind) ?? { right: 0, found: 0, there: 0 };
      counts.there += there.filter((span) => span.kind === kind).length;
      counts.found += found.filter((span) => span.kind === kind).length;
      counts.right += found.filter((span) => span.kind === kind && right.has(key(span))).length;
      tally.set(kind, counts);
    }
  }
  return [...tally].map(([kind, { right, found, there }]) => `${kind} precision ${(right / found).toFixed(3)} recall ${(right / there).toFixed(3)}`).join('   ');
};

const { trained: templates, heldOut } = readTemplates();
const natural = naturalSentences();
const technical = technicalTexts();
console.log(`templates ${templates.length}, natural sentences ${natural.plain.length} plain and ${natural.named.length} named`);
const seed = 20_261_201;
const random = randomFrom(seed);
for (let epoch = 0; epoch < epochs; epoch++) {
  for (const example of makeExamples(examplesAnEpoch, [templates, templates, templates, templates, natural.named, natural.plain, technical], trainedOn, 0.5, random)) learn(withoutSomeWords(example, random.pick([0, 0.2, 0.5]), random));
  console.log(`epoch ${epoch + 1} of ${epochs}`);
}
const result = quantised();
const unseen = makeExamples(3_000, [heldOut], heldOutNames, 1, randomFrom(7));
const common = makeExamples(3_000, [heldOut], heldOutNames, 0.3, randomFrom(9));
for (const caution of [0, -6, -15]) console.log(`whole spans, held-out templates and names, caution ${caution}: ${measure(unseen, result, caution)}`);
console.log(`whole spans, held-out templates, most names listed: ${measure(common, result, 0)}`);
console.log(`whole spans, trained templates, held-out names: ${measure(makeExamples(2_000, [templates], heldOutNames, 1, randomFrom(8)), result, 0)}`);

const packed = (bytes: Int8Array): string => Buffer.from(bytes.buffer).toString('base64');
writeFileSync(
  join(import.meta.dirname, '../../packages/engine/src/detection/names/trained-weights.ts'),
  `/** Written by \`node models/names/train.ts\`: the tagger's weights, a byte each, in base 64. */\nexport const packedRows = '${packed(result.rows)}';\nexport const packedTransitions = '${packed(result.transitions)}';\n`,
);
