/**
 * Builds what users install: one package, `plimsoll`, of compiled JavaScript with the console, the example and the licence,
 * in `dist/package`. `npm pack ./dist/package` makes the file to publish.
 *
 * Published with an `npm-shrinkwrap.json`, which pins every version a user gets and keeps llama.cpp's CUDA and Vulkan builds
 * (500 MB) out. npm honours it for packages that come from a registry, not for a tarball on disk.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';
import { buildConsole } from './console-build.ts';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/package');

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: unknown;
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

/** Every file that runs on its own: the command, and what it starts in other threads and processes. */
const entries = {
  plimsoll: 'packages/cli/src/main.ts',
  'postgres-worker': 'packages/server/src/store/embedded/postgres-worker.ts',
  'llama-child': 'packages/engine/src/providers/llama-cpp/llama-child.ts',
};

const compile = async (): Promise<void> => {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@plimsoll/'),
    logLevel: 'warn',
  });
  // Flat, because files find one another and the console by standing side by side.
  await bundle.write({ dir: output, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
};

const writeManifest = (): void => {
  const packages = ['contract', 'engine', 'server', 'cli'].map((name) => manifestOf(`packages/${name}`));
  const merged = (kind: 'dependencies' | 'optionalDependencies'): Record<string, string> =>
    Object.fromEntries(
      packages
        .flatMap((manifest) => Object.entries(manifest[kind] ?? {}))
        .filter(([name]) => !name.startsWith('@plimsoll/'))
        .toSorted(([one], [other]) => one.localeCompare(other)),
    );
  const manifest = {
    name: 'plimsoll',
    version: manifestOf('packages/cli').version,
    description: 'Takes a working LLM prototype to production and keeps it there: gateway, control plane and console.',
    license: 'Apache-2.0',
    type: 'module',
    bin: { plimsoll: './plimsoll.js' },
    engines: { node: '>=24' },
    dependencies: merged('dependencies'),
    optionalDependencies: merged('optionalDependencies'),
    overrides: manifestOf('.').overrides,
  };
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
};

const pinVersions = (): void => {
  const npm = spawnSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'], {
    cwd: output,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (npm.status !== 0) throw new Error(`npm could not pin the versions:\n${npm.stderr}`);
  renameSync(join(output, 'package-lock.json'), join(output, 'npm-shrinkwrap.json'));
};

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
if (!buildConsole()) process.exit(1);
await compile();
cpSync(join(root, 'packages/console/dist'), join(output, 'console'), { recursive: true });
cpSync(join(root, 'examples'), join(output, 'examples'), { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(join(root, file), join(output, basename(file)));
writeManifest();
pinVersions();
process.stdout.write(`${output}\n`);
