/** JSON as TypeScript sees it: what `JSON.parse` may return. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value where it is an object; null for anything else, and for what is missing. */
export const asJsonObject = (value: Json | undefined): JsonObject | null => (isJsonObject(value) ? value : null);
