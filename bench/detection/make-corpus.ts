/** Writes the labelled set as JSONL, `node bench/detection/make-corpus.ts`: marked texts become texts with offsets, templates become documents. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { corpusFile, type Part } from './corpus.ts';
import { generateDocuments } from './generate.ts';
import { parseMarked, type LabelledDocument } from './marked-text.ts';

const written = (file: string): LabelledDocument[] =>
  readFileSync(join(import.meta.dirname, 'written', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseMarked(line));

const made: Readonly<Record<Part, () => LabelledDocument[]>> = {
  'written-tuning': () => written('tuning.txt'),
  'written-held-out': () => written('held-out.txt'),
  'generated-tuning': () => generateDocuments('tuning', 260, 4_711),
  'generated-held-out': () => generateDocuments('held-out', 260, 815),
  'written-fresh': () => written('fresh.txt'),
  'negatives-tuning': () => written('negatives-tuning.txt'),
  'negatives-held-out': () => written('negatives-held-out.txt'),
  'negatives-fresh': () => written('negatives-fresh.txt'),
};

for (const [part, make] of Object.entries(made)) {
  const file = corpusFile(part as Part);
  mkdirSync(dirname(file), { recursive: true });
  const documents = make();
  writeFileSync(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  console.log(`${part}: ${documents.length} documents, ${documents.reduce((sum, { spans }) => sum + spans.length, 0)} findings`);
}
