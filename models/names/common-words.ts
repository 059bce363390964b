/** Writes the shipped list of common words, `node models/names/common-words.ts`: words in lower case that this repository's own texts use more than twice. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedbackLines } from './natural-sentences.ts';

const root = join(import.meta.dirname, '../..');
const prose = [...feedbackLines(), ...globSync(['docs/**/*.md', '*.md', 'bench/README.md', 'models/feedback/*.md'], { cwd: root, exclude: ['docs/detection.md', '**/0020*'] }).toSorted().map((file) => readFileSync(join(root, file), 'utf8'))];
const counts = new Map<string, number>();
for (const [word] of prose.join('\n').matchAll(/(?<![\p{L}'_.-])\p{Ll}{2,20}(?![\p{L}'_-])/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
const words = [...counts].filter(([word, count]) => count > 2 && /^[a-z]+$/.test(word)).map(([word]) => word).toSorted();
const rows: string[] = [''];
for (const word of words) {
  if ((rows.at(-1)?.length ?? 0) > 230) rows.push('');
  rows[rows.length - 1] += `${rows.at(-1) === '' ? '' : ' '}${word}`;
}
writeFileSync(
  join(root, 'packages/engine/src/detection/names/lists/common-words.ts'),
  `/** Written by \`node models/names/common-words.ts\`: English words that this repository's own texts use. A capital does not make a name of them. */\nimport { wordList } from './word-list.ts';\n\nexport const commonWords = wordList(\`\n${rows.join('\n')}\n\`);\n`,
);
console.log(`${words.length} words`);
