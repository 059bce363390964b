import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configJsonSchema, entryOf, fieldsOf, type SchemaNode } from './json-schema.ts';
import { parseConfig } from './load-config.ts';
import { configReference } from './reference.ts';

const docs = (name: string): URL => new URL(`../../../../docs/reference/${name}`, import.meta.url);

/** `UPDATE_DOCS=1` writes the pages anew; without it they must be what the code says. */
const heldToCode = async (name: string, text: string): Promise<void> => {
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(docs(name), text);
  expect(await readFile(docs(name), 'utf8')).toBe(text);
};

test('docs/reference/config.schema.json is the schema in the code', async () => {
  await heldToCode('config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
});

test('docs/reference/config.md is written from the schema', async () => {
  await heldToCode('config.md', configReference());
});

test('every key has a description', () => {
  const missing: string[] = [];
  const visit = (path: string, node: SchemaNode): void => {
    for (const [key, field] of fieldsOf(node)) {
      if (field.description === undefined) missing.push(`${path}.${key}`);
      visit(`${path}.${key}`, field);
    }
    for (const shape of node.oneOf ?? []) visit(path, shape);
    const entry = entryOf(node);
    if (entry !== undefined) visit(`${path}.*`, entry);
  };
  visit('', configJsonSchema());
  expect(missing).toEqual([]);
});

test('the reference\'s own example is a valid file', () => {
  const example = /```yaml\n([^]*?)```/.exec(configReference())?.[1] ?? '';
  expect(parseConfig(example, { file: 'config.md' }).service).toBe('support-triage');
});
