/**
 * `npm run check`: types, project references, lint, architecture, file lengths. Prints one line a check; what failed says why.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

const command = (name: string, ...args: string[]) => (): Outcome => {
  const { status, stdout, stderr } = spawnSync(bin(name), args, { cwd: root, encoding: 'utf8', timeout: 300_000 });
  return { ok: status === 0, output: `${stdout}${stderr}` };
};

const longestLines = 400;

/** A file over the limit must say why in its header: the words "This file is long because". */
const fileLengths = (): Outcome => {
  const long = globSync(['packages/*/{src,dev}/**/*.{ts,tsx,css}', 'scripts/**/*.ts', 'bench/**/*.ts', 'models/**/*.ts'], { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
    .filter(({ text }) => text.split('\n').length > longestLines && !text.slice(0, 2000).includes('This file is long because'))
    .map(({ file, text }) => `${file}: ${text.split('\n').length} lines; split it by concept, or say "This file is long because …" in its header`);
  return { ok: long.length === 0, output: long.join('\n') };
};

const checks: readonly (readonly [name: string, run: () => Outcome])[] = [
  ['types', command('tsc', '-p', 'tsconfig.json')],
  ['types: console', command('tsc', '-p', 'packages/console/dev')],
  ['project references', command('tsc', '-b', 'packages/cli', 'packages/testkit', 'packages/console')],
  ['lint', command('oxlint', '--type-aware', '--deny-warnings')],
  ['architecture', command('depcruise', 'packages', '--output-type', 'err-long')],
  ['unused files, exports, dependencies', command('knip')],
  ['file lengths', fileLengths],
];

let failed = 0;
for (const [name, run] of checks) {
  const startedAt = Date.now();
  const { ok, output } = run();
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  if (!ok) {
    failed++;
    process.stdout.write(`${output.trim()}\n\n`);
  }
}
process.stdout.write(failed === 0 ? 'all checks passed\n' : `${failed} of ${checks.length} checks failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
