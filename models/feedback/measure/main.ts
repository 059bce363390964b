/**
 * `node models/feedback/measure/main.ts`: measures the shipped model, writes the figures to `models/feedback/measured.json` and the model
 * card from them. `--json` prints the figures alone; `--dry` writes nothing; `--file FILE` measures another file's quality, and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { modelFile, openModel } from './ask-model.ts';
import { cardJson, cardMarkdown, fingerprintOf, type Measured } from './model-card.ts';
import { measureQuality } from './quality.ts';
import { measureSpeed } from './speed.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, dry: { type: 'boolean' }, file: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help === true) {
  process.stdout.write(readFileSync(import.meta.filename, 'utf8').split('*/')[0]?.replace(/^\/\*\*| ?\*/gm, '').trim() + '\n');
  process.exit(0);
}

const file = values.file === undefined ? modelFile : resolve(values.file);
const provider = openModel(file);
const progress = (share: number): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r[${'#'.repeat(Math.round(share * 30)).padEnd(30)}] ${Math.round(share * 100)} %${share === 1 ? '\n' : ''}`);
};
const quality = await measureQuality(provider, progress);
await provider.close(0);
const measured: Measured = { fingerprint: fingerprintOf(file), quality, speed: values.file === undefined ? await measureSpeed() : null };

if (values.json === true) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
else {
  for (const [name, value] of Object.entries({ ...quality, ...measured.speed })) if (typeof value === 'number') process.stdout.write(`${name.padEnd(28)} ${value}\n`);
}
if (values.dry !== true && values.file === undefined) {
  const folder = new URL('../', import.meta.url);
  writeFileSync(new URL('measured.json', folder), `${JSON.stringify(measured, null, 2)}\n`);
  const card = cardJson(measured);
  writeFileSync(new URL('../../examples/feedback/feedback.card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
  writeFileSync(new URL('MODEL_CARD.md', folder), cardMarkdown(card));
}
