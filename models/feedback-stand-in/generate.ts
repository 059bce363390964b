/**
 * Writes `examples/feedback/feedback-stand-in.gguf`: `node models/feedback-stand-in/generate.ts [file]`. The same bytes each run.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { standInModel } from './stand-in-model.ts';

const file = process.argv[2] ?? fileURLToPath(new URL('../../examples/feedback/feedback-stand-in.gguf', import.meta.url));
const bytes = standInModel();
writeFileSync(file, bytes);
process.stdout.write(`${file}: ${(bytes.length / 1e6).toFixed(2)} MB\n`);
