/**
 * The model card: what a registry keeps about a model, as JSON and for people. Every figure comes from a file that a program wrote:
 * `training.json` (the export), `baseline.json` (the baselines), `measured.json` (this folder).
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { modelFile } from './ask-model.ts';
import { testFiles } from './evaluation-texts.ts';
import type { Quality } from './quality.ts';
import type { Speed } from './speed.ts';

/** SHA-256 of a file, hex. */
export const fingerprintOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

export interface Measured {
  /** Of the file that was measured. */
  readonly fingerprint: string;
  readonly quality: Quality;
  readonly speed: Speed | null;
}

const training = z.object({
  version: z.string(),
  architecture: z.object({ layers: z.number(), width: z.number(), heads: z.number(), feedForward: z.number(), context: z.number(), weights: z.number(), rememberedPairs: z.number() }),
  tokenizer: z.object({ kind: z.string(), pieces: z.number() }),
  training: z.object({ texts: z.number(), seed: z.number(), minutes: z.number(), processes: z.number(), handWritten: z.number(), taughtShare: z.number(), handWrittenShare: z.number(), outsideShare: z.number() }),
  calibration: z.object({ method: z.string(), texts: z.number(), scale: z.number(), shift: z.number() }),
});

const baseline = z.object({ texts: z.number(), models: z.record(z.string(), z.object({ sentimentAccuracy: z.number(), themesMicroF1: z.number() })) });

const readFolder = <Value>(name: string, form: z.ZodType<Value>): Value => form.parse(JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')));

export const cardJson = (measured: Measured) => {
  const trained = readFolder('training.json', training);
  return {
    name: 'plimsoll-feedback',
    version: trained.version,
    file: { name: 'feedback.gguf', format: 'GGUF', bytes: statSync(modelFile).size, sha256: measured.fingerprint },
    license: 'Apache-2.0',
    architecture: { family: 'llama', ...trained.architecture },
    tokenizer: trained.tokenizer,
    trainingData: {
      handWritten: trained.training.handWritten,
      provenance:
        'Written for this project: texts by hand (models/feedback/texts) and a generator with phrase banks (models/feedback/phrases, models/feedback/train/generator.py). ' +
        'The writers were language-model assistants working from a brief; none of them saw the test set. Nothing was collected from users or from the web.',
      license: 'Apache-2.0',
    },
    training: { ...trained.training, command: 'PYTHONHASHSEED=0 python models/feedback/train/make.py' },
    calibration: trained.calibration,
    intendedUse: 'English customer feedback of up to a few hundred words: sentiment, confidence and themes, to sort and count. It is also the example of this project.',
    outOfScope: 'Decisions about people; other languages; chat, instructions and questions: it takes none, and reads all it is sent as feedback.',
    quality: measured.quality,
    baselines: readFolder('baseline.json', baseline),
    speed: measured.speed,
  };
};

export type Card = ReturnType<typeof cardJson>;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`).join('\n');

export const cardMarkdown = (card: Card): string => {
  const { quality, speed, architecture, training: trained, calibration } = card;
  const weakestThemes = Object.entries(quality.f1ByTheme).toSorted(([, one], [, other]) => one - other);
  return `<!-- Written by models/feedback/measure/main.ts from measured figures. Do not edit. -->
# Model card: ${card.name} ${card.version}

Reads a piece of customer feedback and answers \`{"sentiment", "confidence", "themes"}\`.

${table(['', ''], [
    ['file', `\`${card.file.name}\`, ${(card.file.bytes / 1e6).toFixed(2)} MB, ${card.file.format}`],
    ['fingerprint', `SHA-256 \`${card.file.sha256}\``],
    ['licence', card.license],
    ['architecture', `${architecture.family}: ${architecture.layers} layers, width ${architecture.width}, ${architecture.heads} heads, feed-forward ${architecture.feedForward}, context ${architecture.context}; ${(architecture.weights / 1e6).toFixed(1)} million weights, of which the feed-forward remembers ${architecture.rememberedPairs} pairs of pieces`],
    ['tokenizer', `${card.tokenizer.kind}, ${card.tokenizer.pieces} pieces`],
    ['trained on', `${trained.texts} texts made from ${trained.handWritten} hand-written ones and phrase banks, ${percent(trained.taughtShare)} of them labelled by a linear model fitted to the others; seed ${trained.seed}; ${trained.minutes} minutes in ${trained.processes} processes on a CPU`],
    ['provenance', card.trainingData.provenance],
    ['intended use', card.intendedUse],
    ['not for', card.outOfScope],
  ])}

## Measured quality

On ${quality.texts} texts written by hand before the training data, on which nothing was trained, chosen or calibrated, and ${quality.outsideTexts} texts that are no
feedback in English. Through llama.cpp, greedy, one text a request.

${table(
    ['', 'this model', ...Object.keys(card.baselines.models).map((name) => `linear model over ${name}`)],
    [
      ['sentiment, accuracy', percent(quality.sentimentAccuracy), ...Object.values(card.baselines.models).map(({ sentimentAccuracy }) => percent(sentimentAccuracy))],
      ['themes, micro F1', quality.themesMicroF1.toFixed(3), ...Object.values(card.baselines.models).map(({ themesMicroF1 }) => themesMicroF1.toFixed(3))],
    ],
  )}

${table(['', ''], [
    ['schema-valid answers with a grammar', percent(quality.validWithGrammar)],
    ['schema-valid answers without', percent(quality.validWithout)],
    ['expected calibration error, 10 bins of equal mass', quality.calibrationError.toFixed(3)],
    ['confidence on feedback against what is none, AUROC', quality.insideOutsideAuroc.toFixed(3)],
  ])}

The confidence is computed from the probability of the sentiment's token, by ${calibration.method} fitted on ${calibration.texts} other texts. By bins, from the least confident tenth:

${table(['mean confidence', 'right'], quality.reliability.map(({ confidence, accuracy }) => [confidence.toFixed(2), percent(accuracy)]))}

${speed === null ? '' : `## Speed

Through the gateway, the server and the model on one core: a whole answer takes ${speed.medianMs} ms at the median (p95 ${speed.p95Ms} ms); with eight callers at once
${speed.eightAtOnceMedianMs} ms, ${speed.eightAtOnceAnswersPerSecond} answers a second. The model's process loads in ${speed.loadMs} ms and holds ${speed.memoryMiB} MiB.

`}## Known failures

${table(['texts about', 'sentiment right'], Object.entries(testFiles).map(([name, about]) => [about, percent(quality.accuracyByFile[name] ?? 0)]))}

${table(['sentiment', 'found'], Object.entries(quality.recallBySentiment).map(([name, recall]) => [name, percent(recall)]))}

${table(['theme, the weakest first', 'F1'], weakestThemes.map(([name, f1]) => [name, f1.toFixed(2)]))}

${table(['no feedback: kind', 'AUROC against feedback'], Object.entries(quality.aurocByKind).map(([name, area]) => [name, area.toFixed(3)]))}

What it was surest of and wrong about:

${table(['text', 'said', 'truth', 'confidence'], quality.sureAndWrong.map(({ text, said, truth, confidence }) => [text, said, truth, String(confidence)]))}
`;
};
