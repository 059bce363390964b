/**
 * Generated pages say what the code says. `UPDATE_DOCS=1 npm test -- docs` writes them anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cliReference } from '@plimsoll/cli/reference';
import { errorsReference } from '@plimsoll/contract/errors-reference';
import { plimsollVersion } from '@plimsoll/contract/version';
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test.each([
  ['docs/reference/errors.md', errorsReference],
  ['docs/reference/cli.md', cliReference],
])('%s is what the code would write', (page, write) => {
  const file = join(root, page);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, write());
  expect(readFileSync(file, 'utf8')).toBe(write());
});

test('every link in the documentation leads somewhere', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'examples/**/*.md'], { cwd: root, exclude: ['**/node_modules/**'] });
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !globSync(resolve(root, dirname(page), target)).length)
      .map((target) => `${page}: ${target}`);
  });
  expect(broken).toEqual([]);
});

test('every decision record is in the list', () => {
  const list = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8');
  const records = readdirSync(join(root, 'docs/decisions')).filter((file) => /^\d{4}-/.test(file));
  expect(records.filter((file) => !list.includes(file))).toEqual([]);
  expect([...list.matchAll(/\((\d{4}-[^)]+)\)/g)].map(([, file]) => file).filter((file) => !records.includes(file ?? ''))).toEqual([]);
});

test('the version is the same everywhere', () => {
  const versions = globSync('packages/*/package.json', { cwd: root }).map((file) => (JSON.parse(readFileSync(join(root, file), 'utf8')) as { version: string }).version);
  expect(new Set([...versions, plimsollVersion]).size).toBe(1);
});
