/** The labelled set: what was written by hand, in a half to tune with and a half kept from it, and what is generated. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledDocument } from './marked-text.ts';

export const parts = ['written-tuning', 'written-held-out', 'generated-tuning', 'generated-held-out', 'written-fresh', 'negatives-tuning', 'negatives-held-out', 'negatives-fresh'] as const;
export type Part = (typeof parts)[number];

export const corpusFile = (part: Part): string => join(import.meta.dirname, 'corpus', `${part}.jsonl`);

export const readPart = (part: Part): LabelledDocument[] =>
  readFileSync(corpusFile(part), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledDocument);
