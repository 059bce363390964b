/** Which keys plimsoll.yaml may have where, so that a misspelt one can be answered with the right one. */
import type { ConfigPath } from './config-error.ts';
import { configJsonSchema, entryOf, fieldsOf, providerOf, type SchemaNode } from './json-schema.ts';
import { modelConfig } from './model-config.ts';
import { memberOf } from './value-at.ts';

let schema: SchemaNode | undefined;

/** The keys allowed in the map at `path`; where its shape depends on the file (a model's provider), the file decides. */
export const keysAt = (path: ConfigPath, file: unknown): readonly string[] => {
  schema ??= configJsonSchema();
  let node: SchemaNode | undefined = schema;
  let value = file;
  for (const step of path) {
    value = memberOf(value, step);
    node = fieldsOf(node).find(([key]) => key === step)?.[1] ?? entryOf(node);
    if (node?.oneOf !== undefined) node = node.oneOf.find((shape) => providerOf(shape) === memberOf(value, 'provider'));
  }
  return fieldsOf(node).map(([key]) => key);
};

/** The providers whose models may have `key`. */
export const providersWithKey = (key: string): readonly string[] =>
  modelConfig.options.filter(({ shape }) => Object.hasOwn(shape, key)).map(({ shape }) => shape.provider.value);
