/**
 * Builds the console when its sources changed since the last build: `npm start` on a fresh clone needs no separate step.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const output = join(root, 'packages/console/dist');
const stamp = join(root, '.cache/console-build');

const sourceHash = (): string => {
  const hash = createHash('sha256');
  const files = globSync(['packages/console/{src,public}/**/*', 'packages/console/*.{ts,html,json}', 'packages/contract/src/**/*.ts'], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
};

/** @returns false when the build failed; what it said is on standard error. */
export const buildConsole = ({ force = false }: { force?: boolean } = {}): boolean => {
  const hash = sourceHash();
  if (!force && existsSync(join(output, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  process.stderr.write('Building the console… ');
  const startedAt = Date.now();
  const vite = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: join(root, 'packages/console'),
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
  });
  if (vite.status !== 0) {
    process.stderr.write('failed; the server starts without it.\n');
    return false;
  }
  process.stderr.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
};

if (import.meta.main && !buildConsole({ force: true })) process.exitCode = 1;
