/**
 * Turns a JSON Schema into the form from which llama.cpp's grammar is made. The grammar may allow less than the schema
 * (all properties appear, none beyond those named), so that what it lets through is valid by the schema; what it cannot say
 * is refused where the caller asked for strictness, else left to the check of the finished answer.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { GbnfJsonSchema } from 'node-llama-cpp';

/** Say nothing about what is valid. */
const annotations = new Set(['title', 'description', 'default', 'examples', '$schema', '$id', '$comment', 'deprecated', 'readOnly', 'writeOnly']);
/** Deeper or longer schemas make the grammar's compiler slow, or end it. */
const mostDepth = 24;
const mostSchemas = 1000;
const longestRepetition = 1000;

const simpleTypes = ['string', 'number', 'integer', 'boolean', 'null'] as const;
type SimpleType = (typeof simpleTypes)[number];
const isSimpleType = (value: Json | undefined): value is SimpleType => simpleTypes.some((type) => type === value);
const isPrimitive = (value: Json): value is string | number | boolean | null => typeof value !== 'object' || value === null;
const dateFormats = ['date-time', 'date', 'time'] as const;

const refuse = (what: string): never => {
  throw new PlimsollError('unsupported', `A local model's grammar cannot hold an answer to ${what}.`);
};

/** Any JSON value at all. */
const anything: GbnfJsonSchema = {
  oneOf: [
    { type: ['string', 'number', 'boolean', 'null'] },
    { type: 'object', additionalProperties: true },
    { type: 'array' },
  ],
};

/** An object with any members, for `response_format: {type: "json_object"}`. */
export const anyObject: GbnfJsonSchema = { type: 'object', additionalProperties: true };

class Translation {
  readonly #strict: boolean;
  #schemas = 0;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  /** Refuses keywords that were not used, if strictness was asked for. */
  #leaveOut(schema: JsonObject, used: readonly string[]): void {
    if (!this.#strict) return;
    for (const keyword of Object.keys(schema)) {
      if (!annotations.has(keyword) && !used.includes(keyword)) refuse(`the schema keyword "${keyword}"`);
    }
  }

  #repetition(schema: JsonObject, keyword: string): number | undefined {
    const value = schema[keyword];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= longestRepetition) return value;
    if (this.#strict) refuse(`"${keyword}" above ${longestRepetition}`);
    return undefined;
  }

  translate(schema: Json | undefined, depth: number): GbnfJsonSchema {
    this.#schemas += 1;
    if (depth > mostDepth || this.#schemas > mostSchemas) refuse('a schema this large');
    if (schema === undefined || schema === true) return anything;
    if (!isJsonObject(schema)) return refuse('this schema');
    const inner = this.#form(schema, depth);
    return schema['$defs'] === undefined ? inner : this.#withDefinitions(schema['$defs'], inner, depth);
  }

  #withDefinitions(definitions: Json, inner: GbnfJsonSchema, depth: number): GbnfJsonSchema {
    if (!isJsonObject(definitions)) return refuse('these "$defs"');
    const translated = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, this.translate(schema, depth + 1)]));
    return { oneOf: [inner], $defs: translated };
  }

  #form(schema: JsonObject, depth: number): GbnfJsonSchema {
    const alternatives = schema['anyOf'] ?? schema['oneOf'];
    if (alternatives !== undefined) {
      this.#leaveOut(schema, ['anyOf', 'oneOf', '$defs']);
      if (!Array.isArray(alternatives) || alternatives.length === 0) return refuse('this list of alternatives');
      return { oneOf: alternatives.map((alternative: Json) => this.translate(alternative, depth + 1)) };
    }
    const reference = schema['$ref'];
    if (reference !== undefined) {
      this.#leaveOut(schema, ['$ref', '$defs']);
      if (typeof reference !== 'string' || !/^#\/\$defs\/[^/]{1,100}$/.test(reference)) return refuse('a "$ref" beyond "#/$defs"');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's type of `$ref` holds only names known when compiling
      return { $ref: reference } as unknown as GbnfJsonSchema;
    }
    if (schema['const'] !== undefined) {
      this.#leaveOut(schema, ['const', 'type', '$defs']);
      return isPrimitive(schema['const']) ? { const: schema['const'] } : refuse('"const" of an object or a list');
    }
    if (Array.isArray(schema['enum'])) {
      this.#leaveOut(schema, ['enum', 'type', '$defs']);
      const values = schema['enum'].filter(isPrimitive);
      if (values.length === 0 || values.length !== schema['enum'].length) return refuse('this "enum"');
      return { enum: values };
    }
    const type = schema['type'] ?? (schema['properties'] === undefined ? undefined : 'object');
    if (Array.isArray(type)) return this.#oneOfTypes(schema, type, depth);
    switch (type) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, depth);
      case 'string':
        return this.#string(schema);
      case undefined:
        this.#leaveOut(schema, ['$defs']);
        return anything;
      default:
        this.#leaveOut(schema, ['type', '$defs']);
        return isSimpleType(type) ? { type } : refuse('this "type"');
    }
  }

  #oneOfTypes(schema: JsonObject, types: readonly Json[], depth: number): GbnfJsonSchema {
    if (types.length === 0) return refuse('an empty "type"');
    const { $defs: _, ...rest } = schema;
    return { oneOf: types.map((type) => this.#form({ ...rest, type }, depth + 1)) };
  }

  #string(schema: JsonObject): GbnfJsonSchema {
    const format = dateFormats.find((known) => known === schema['format']);
    if (format !== undefined) {
      this.#leaveOut(schema, ['type', 'format', '$defs']);
      return { type: 'string', format };
    }
    this.#leaveOut(schema, ['type', 'minLength', 'maxLength', '$defs']);
    const minLength = this.#repetition(schema, 'minLength');
    const maxLength = this.#repetition(schema, 'maxLength');
    return { type: 'string', ...(minLength === undefined ? {} : { minLength }), ...(maxLength === undefined ? {} : { maxLength }) };
  }

  #array(schema: JsonObject, depth: number): GbnfJsonSchema {
    this.#leaveOut(schema, ['type', 'items', 'prefixItems', 'minItems', 'maxItems', '$defs']);
    const minItems = this.#repetition(schema, 'minItems');
    const maxItems = this.#repetition(schema, 'maxItems');
    const prefix = schema['prefixItems'];
    return {
      type: 'array',
      ...(schema['items'] === undefined || schema['items'] === true ? {} : { items: this.translate(schema['items'], depth + 1) }),
      ...(Array.isArray(prefix) ? { prefixItems: prefix.map((item: Json) => this.translate(item, depth + 1)) } : {}),
      ...(minItems === undefined ? {} : { minItems }),
      ...(maxItems === undefined ? {} : { maxItems }),
    };
  }

  #object(schema: JsonObject, depth: number): GbnfJsonSchema {
    this.#leaveOut(schema, ['type', 'properties', 'required', 'additionalProperties', '$defs']);
    const properties = schema['properties'];
    const additional = schema['additionalProperties'];
    if (!isJsonObject(properties) || Object.keys(properties).length === 0) {
      if (additional === false) return { type: 'object' };
      return { type: 'object', additionalProperties: isJsonObject(additional) ? this.translate(additional, depth + 1) : true };
    }
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, this.translate(property, depth + 1)])),
    };
  }
}

/**
 * The grammar's form of a JSON Schema.
 * @throws PlimsollError `unsupported`, naming the keyword, when `strict` and the grammar cannot hold to all of it, or it is too large.
 */
export const grammarSchema = (schema: Json | undefined, strict: boolean): GbnfJsonSchema => new Translation(strict).translate(schema, 0);
