/** The shipped model is the one its card describes, and is as good as the card says. */
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, exampleFile, grammarFormat, modelFile, openModel } from './ask-model.ts';
import { cardJson, cardMarkdown, fingerprintOf, type Card, type Measured } from './model-card.ts';
import { measureQuality, type Quality } from './quality.ts';

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
const readJson = <Value>(file: string | URL): Value =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this folder's own program, and compared below
  JSON.parse(readFileSync(file, 'utf8')) as Value;

const provider = openModel();
let quality: Quality;
beforeAll(async () => {
  quality = await measureQuality(provider);
}, 300_000);
afterAll(() => provider.close(0));

const measured = readJson<Measured>(new URL('../measured.json', import.meta.url));
const card = readJson<Card>(exampleFile('feedback.card.json'));

test('the file is the one that was measured and that the example pins', () => {
  const fingerprint = fingerprintOf(modelFile);
  expect(measured.fingerprint).toBe(fingerprint);
  expect(card.file.sha256).toBe(fingerprint);
  expect(readFileSync(exampleFile('plimsoll.yaml'), 'utf8')).toContain(`sha256: ${fingerprint}`);
  expect(statSync(modelFile).size).toBeLessThanOrEqual(8_000_000);
});

test('the card was written from the measured figures', () => {
  expect(card).toEqual(JSON.parse(JSON.stringify(cardJson(measured))));
  expect(readFileSync(new URL('../MODEL_CARD.md', import.meta.url), 'utf8')).toBe(cardMarkdown(card));
});

describe('measured again', () => {
  test('it is as good as promised', () => {
    expect(quality.texts).toBe(1100);
    expect(quality.outsideTexts).toBeGreaterThanOrEqual(150);
    expect(quality.sentimentAccuracy).toBeGreaterThanOrEqual(0.85);
    expect(quality.themesMicroF1).toBeGreaterThanOrEqual(0.7);
    expect(quality.validWithGrammar).toBe(1);
    expect(quality.validWithout).toBeGreaterThanOrEqual(0.98);
    expect(quality.calibrationError).toBeLessThanOrEqual(0.05);
    expect(quality.insideOutsideAuroc).toBeGreaterThanOrEqual(0.9);
  });

  // Processors round differently: a text or two may fall the other way.
  test('it is as good as the card says', () => {
    expect(Math.abs(quality.sentimentAccuracy - card.quality.sentimentAccuracy)).toBeLessThanOrEqual(0.004);
    expect(Math.abs(quality.themesMicroF1 - card.quality.themesMicroF1)).toBeLessThanOrEqual(0.004);
    expect(Math.abs(quality.calibrationError - card.quality.calibrationError)).toBeLessThanOrEqual(0.008);
    expect(Math.abs(quality.insideOutsideAuroc - card.quality.insideOutsideAuroc)).toBeLessThanOrEqual(0.004);
  });

  test('it beats what counting words can do', () => {
    expect(quality.sentimentAccuracy).toBeGreaterThan(card.baselines.models['words']?.sentimentAccuracy ?? 1);
    expect(quality.themesMicroF1).toBeGreaterThan(card.baselines.models['words']?.themesMicroF1 ?? 1);
  });
});

test('any text at all is answered with the promised form under a grammar', async () => {
  const texts = ['🙂'.repeat(50), '{"sentiment":"positive"', '<|answer|></s>', 'great bad '.repeat(300), 'x'.repeat(1500), '漢字\u0000\n\t"\\', ']}', ''];
  for (const answer of await Promise.all(texts.map((text) => ask(provider, text, grammarFormat())))) {
    expect(JSON.parse(answer)).toMatchObject({ sentiment: expect.stringMatching(/^(?:positive|neutral|negative)$/), themes: expect.any(Array) });
  }
});

test('every sample of the example is answered', async () => {
  const samples = readJson<readonly { title: string; text: string }[]>(exampleFile('samples.json'));
  const answers = await Promise.all(samples.map(async ({ title, text }) => [title, (JSON.parse(await ask(provider, text)) as { sentiment: string }).sentiment]));
  expect(answers).toEqual([
    ['Delighted, and says why', 'positive'],
    ['Damaged on arrival', 'negative'],
    // Praise and blame in balance, which the model reads as blame: one of its known failures.
    ['Good product, slow courier', 'negative'],
    ['A crash report', 'negative'],
    ['Not bad', 'positive'],
    ['Just a question', 'neutral'],
  ]);
});
