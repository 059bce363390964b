/** Measures the quality of a model file on the evaluation texts. */
import type { LlamaCppProvider } from '@plimsoll/engine/providers/llama-cpp/llama-cpp-provider';
import { askAll, grammarFormat, type Answer } from './ask-model.ts';
import { outsideTexts, sentiments, testFiles, testTexts, type FeedbackText } from './evaluation-texts.ts';
import { areaUnderRoc, calibrationError, microF1, reliability, shareOf, type Bin } from './measures.ts';

/** Shares and areas from 0 to 1, four digits. */
export interface Quality {
  readonly texts: number;
  readonly outsideTexts: number;
  readonly sentimentAccuracy: number;
  readonly themesMicroF1: number;
  /** Schema-valid answers over all texts, those from outside included. */
  readonly validWithGrammar: number;
  readonly validWithout: number;
  readonly calibrationError: number;
  readonly insideOutsideAuroc: number;
  readonly reliability: readonly Bin[];
  readonly recallBySentiment: Readonly<Record<string, number>>;
  readonly f1ByTheme: Readonly<Record<string, number>>;
  readonly accuracyByFile: Readonly<Record<string, number>>;
  readonly aurocByKind: Readonly<Record<string, number>>;
  /** What the model was surest of and wrong about. */
  readonly sureAndWrong: readonly { readonly text: string; readonly said: string; readonly truth: string; readonly confidence: number }[];
}

const round = (value: number): number => Number(value.toFixed(4));

const f1Of = (theme: string, rows: readonly { readonly found: readonly string[]; readonly wanted: readonly string[] }[]): number =>
  microF1(rows.map(({ found, wanted }) => ({ found: found.filter((each) => each === theme), wanted: wanted.filter((each) => each === theme) })));

/** An answer without the promised form says nothing: it is wrong, and not sure. */
const judge = (text: FeedbackText, { reading }: Answer) => ({
  text,
  said: reading?.sentiment ?? 'nothing',
  confidence: reading?.confidence ?? 0,
  right: reading?.sentiment === text.sentiment,
  found: reading?.themes ?? [],
  wanted: text.themes,
});

export const measureQuality = async (provider: LlamaCppProvider, onProgress?: (share: number) => void): Promise<Quality> => {
  const inside = testTexts();
  const outside = outsideTexts();
  const texts = [...inside, ...outside].map(({ text }) => text);
  const plain = await askAll(provider, texts, {}, (done) => onProgress?.(done / texts.length / 2));
  const held = await askAll(provider, texts, grammarFormat(), (done) => onProgress?.(0.5 + done / texts.length / 2));
  const judged = inside.map((text, index) => judge(text, plain[index] ?? { content: '', reading: null }));
  const outsideConfidence = plain.slice(inside.length).map(({ reading }) => reading?.confidence ?? 0);
  const insideConfidence = judged.map(({ confidence }) => confidence);
  const bins = reliability(judged);
  const fractionRight = (rows: readonly { readonly right: boolean }[]): number => round(shareOf(rows.map(({ right }) => right)));
  const kinds = [...new Set(outside.map(({ kind }) => kind))];
  const themes = [...new Set(inside.flatMap((text) => text.themes))].toSorted();
  return {
    texts: inside.length,
    outsideTexts: outside.length,
    sentimentAccuracy: fractionRight(judged),
    themesMicroF1: round(microF1(judged)),
    validWithGrammar: round(shareOf(held.map(({ reading }) => reading !== null))),
    validWithout: round(shareOf(plain.map(({ reading }) => reading !== null))),
    calibrationError: round(calibrationError(bins)),
    insideOutsideAuroc: round(areaUnderRoc(insideConfidence, outsideConfidence)),
    reliability: bins.map(({ texts: count, confidence, accuracy }) => ({ texts: count, confidence: round(confidence), accuracy: round(accuracy) })),
    recallBySentiment: Object.fromEntries(sentiments.map((each) => [each, fractionRight(judged.filter(({ text }) => text.sentiment === each))])),
    f1ByTheme: Object.fromEntries(themes.map((theme) => [theme, round(f1Of(theme, judged))])),
    accuracyByFile: Object.fromEntries(Object.keys(testFiles).map((name) => [name, fractionRight(judged.filter(({ text }) => text.id.startsWith(name.slice(-1))))])),
    aurocByKind: Object.fromEntries(kinds.map((kind) => [kind, round(areaUnderRoc(insideConfidence, outsideConfidence.filter((_, index) => outside[index]?.kind === kind)))])),
    sureAndWrong: judged
      .filter(({ right }) => !right)
      .toSorted((one, other) => other.confidence - one.confidence)
      .slice(0, 6)
      .map(({ text, said, confidence }) => ({ text: text.text, said, truth: text.sentiment, confidence })),
  };
};
