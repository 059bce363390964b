import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { resolveFrom } from './resolve-path.ts';
import { resolveSecret, type SecretSources } from './resolve-secret.ts';

const sources = (changes: Partial<SecretSources> = {}): SecretSources => ({
  env: {},
  readFile: () => {
    throw new Error('ENOENT: /etc/hidden sk-inside');
  },
  file: '/srv/app/plimsoll.yaml',
  setting: 'models.strong.key',
  ...changes,
});

test('an environment variable is read by its name', () => {
  expect(resolveSecret('env:OPENAI_API_KEY', sources({ env: { OPENAI_API_KEY: 'sk-1' } }))).toBe('sk-1');
});

test('a file is read beside plimsoll.yaml, without the line end an editor leaves', () => {
  const read: string[] = [];
  const readFile = (name: string): string => {
    read.push(name);
    return 'sk-2\r\n';
  };
  expect(resolveSecret('file:secrets/key', sources({ readFile }))).toBe('sk-2');
  expect(resolveSecret('file:/run/key', sources({ readFile }))).toBe('sk-2');
  expect(read).toEqual([path.resolve('/srv/app/secrets/key'), path.resolve('/run/key')]);
});

test.each<[what: string, ref: string, changes: Partial<SecretSources>, told: RegExp]>([
  ['a variable that is not set', 'env:NOPE', {}, /models\.strong\.key: `env:NOPE`: this environment variable is not set$/],
  ['a file that cannot be read', 'file:nope', {}, /models\.strong\.key: `file:nope`: this file cannot be read$/],
  ['an empty variable', 'env:A', { env: { A: ' ' } }, /`env:A` is empty$/],
  ['a file of many lines', 'file:a', { readFile: () => 'sk-inside\nb\n' }, /`file:a` holds a line end/],
  ['a secret with a control character', 'env:A', { env: { A: 'sk-inside\u0007' } }, /not printable ASCII$/],
  ['a file that is no key at all', 'file:a', { readFile: () => 'sk-inside'.repeat(10_000) }, /longer than 16384 characters$/],
  ['a literal', 'sk-inside', {}, /must be `env:NAME` or `file:PATH`/],
  ['a name that is none', 'env:A B', {}, /must be `env:NAME` or `file:PATH`/],
])('%s is refused by name, never by value', (_what, ref, changes, told) => {
  const resolve = () => resolveSecret(ref, sources(changes));
  expect(resolve).toThrow(ConfigError);
  expect(resolve).toThrow(told);
  expect(resolve).not.toThrow(/sk-inside/);
});

test('a variable that every object has is not set', () => {
  expect(() => resolveSecret('env:constructor', sources())).toThrow(/not set/);
});

test('paths begin at the file\'s folder, wherever the process was started', () => {
  expect(resolveFrom('/srv/app/plimsoll.yaml', './models/a.gguf')).toBe(path.resolve('/srv/app/models/a.gguf'));
  expect(resolveFrom('/srv/app/plimsoll.yaml', '/models/a.gguf')).toBe(path.resolve('/models/a.gguf'));
});
