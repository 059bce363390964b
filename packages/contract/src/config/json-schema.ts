/**
 * The published JSON Schema of plimsoll.yaml (draft 2020-12), for editors and other tools.
 * `docs/reference/config.schema.json` is this, and a test holds them together.
 */
import { z } from 'zod';
import { configSchema } from './config.ts';

export type SchemaNode = z.core.JSONSchema.JSONSchema;

export const configJsonSchema = (): SchemaNode => {
  const { $schema, ...rest }: SchemaNode = z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema['shortForm'] !== true) return;
      delete jsonSchema['shortForm'];
      // One word stands for the whole map.
      Object.assign(jsonSchema, { type: ['object', 'string'] });
    },
  });
  return { ...($schema === undefined ? {} : { $schema }), title: 'plimsoll.yaml', ...rest };
};

/** The members of a map's schema, by key. */
export const fieldsOf = (node: SchemaNode | undefined): readonly (readonly [string, SchemaNode])[] =>
  Object.entries(node?.properties ?? {}).flatMap(([key, field]) => (typeof field === 'object' ? [[key, field] as const] : []));

/** The schema of every entry, where a map has names for keys. */
export const entryOf = (node: SchemaNode | undefined): SchemaNode | undefined =>
  typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;

/** A model's provider, in the schema of one provider's models. */
export const providerOf = (node: SchemaNode): string | undefined => {
  const provider = node.properties?.['provider'];
  return typeof provider === 'object' && typeof provider.const === 'string' ? provider.const : undefined;
};
