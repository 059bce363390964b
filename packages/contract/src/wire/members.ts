/**
 * Reads members of JSON that came from outside, where anything may stand in any place.
 * What has the wrong kind reads as absent, so that a garbled member costs itself and nothing else.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

export const isJsonList = (value: unknown): value is readonly Json[] => Array.isArray(value);

export const stringIn = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

export const numberIn = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const objectIn = (value: Json | undefined): JsonObject | null => (isJsonObject(value) ? value : null);

export const listIn = (value: Json | undefined): readonly Json[] => (isJsonList(value) ? value : []);

/** The objects of a list; anything else in it is passed over. */
export const objectsIn = (value: Json | undefined): readonly JsonObject[] => listIn(value).filter(isJsonObject);

/** Parses text that should be one JSON object. @returns null when it is anything else. */
export const parseObject = (text: string): JsonObject | null => {
  try {
    return objectIn(JSON.parse(text) as Json);
  } catch {
    return null;
  }
};
