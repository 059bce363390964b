/**
 * Reads JSON without losing its type on the way: `JSON.parse` and `Array.isArray` both answer with values that nobody checks.
 */
import type { Json } from '@plimsoll/contract/json';

const isJson = (value: unknown): value is Json => value !== undefined;

/** @throws SyntaxError */
export const parseJson = (text: string): Json => {
  const value: unknown = JSON.parse(text);
  if (!isJson(value)) throw new SyntaxError('not JSON');
  return value;
};

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
