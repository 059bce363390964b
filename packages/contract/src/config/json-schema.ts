/**
 * The published JSON Schema of plimsoll.yaml (draft 2020-12), for editors and other tools.
 * `docs/reference/config.schema.json` is this, and a test holds them together.
 */
import { z } from 'zod';
import { configSchema } from './config.ts';

/** The part of JSON Schema that `configSchema` comes out as. */
export interface SchemaNode {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
}

export const configJsonSchema = (): SchemaNode & Readonly<Record<string, unknown>> => ({
  ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' }) as SchemaNode,
  title: 'plimsoll.yaml',
});
