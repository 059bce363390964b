/** The evaluation texts, as `evaluation/README.md` describes them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const sentiments = ['positive', 'neutral', 'negative'] as const;
const sentiment = z.enum(sentiments);

const feedback = z.object({ id: z.string(), text: z.string(), sentiment, themes: z.array(z.string()) });
const outside = z.object({ id: z.string(), text: z.string(), kind: z.string() });

export type FeedbackText = z.infer<typeof feedback>;
export type OutsideText = z.infer<typeof outside>;

const read = <Row>(name: string, row: z.ZodType<Row>): Row[] =>
  readFileSync(new URL(`../evaluation/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));

/** The files of the test set, each with what its texts are about. */
export const testFiles = {
  'hand-a': 'goods and mobile apps',
  'hand-b': 'software and online services',
  'hand-c': 'services with people',
  'hand-d': 'all of these',
} as const;

/** 1,100 texts written by hand: nothing was trained, chosen or calibrated on them. */
export const testTexts = (): FeedbackText[] => Object.keys(testFiles).flatMap((name) => read(name, feedback));

/** Texts that the model must not be sure of. */
export const outsideTexts = (): OutsideText[] => read('out-of-domain', outside);
