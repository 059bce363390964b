/** What a request asks last, and the request around it. */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { cacheKey } from '../cache-key.ts';

/** Texts that were taken apart by another version of this code are not compared. To be changed when the words of a text are. */
const analysis = 'near-8';

export interface AskedText {
  /** The same for requests that differ in nothing but this text. */
  readonly frame: string;
  readonly text: string;
}

/** @returns null where the last turn is not a user's plain text. */
export const questionOf = (tenant: string, operation: Operation, version: string, bytes: Buffer, body: JsonObject): AskedText | null => {
  if (operation === 'embeddings' || !Array.isArray(body.messages)) return null;
  const messages: readonly Json[] = body.messages;
  const last = messages.at(-1);
  if (last === undefined || !isJsonObject(last) || last.role !== 'user') return null;
  const text = plainText(last.content);
  if (text === null) return null;
  const around = { ...body, messages: [...messages.slice(0, -1), { ...last, content: null }] };
  return { frame: cacheKey(tenant, operation, `${analysis} ${version}`, bytes, around), text };
};

/** A string, or one part of text without anything beside it. */
const plainText = (content: Json | undefined): string | null => {
  if (typeof content === 'string') return content;
  const parts: readonly Json[] = Array.isArray(content) ? content : [];
  const [part] = parts;
  if (part === undefined || parts.length > 1 || !isJsonObject(part) || part.type !== 'text' || typeof part.text !== 'string') return null;
  return Object.keys(part).length === 2 ? part.text : null;
};
