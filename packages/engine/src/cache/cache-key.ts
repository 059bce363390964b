/**
 * What makes two requests the same: the tenant, the protocol, the configuration's version, and everything that the body says but for who is
 * asking. Each part is prefixed by its length, so that no two different requests can be written as one.
 */
import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';

/** Say who asks, not what is asked. */
const aboutTheCaller = new Set(['user', 'metadata', 'safety_identifier', 'prompt_cache_key', 'store']);
/** More digits than a number can hold exactly: two that differ may be read as the same. */
const longNumber = /\d{16}/;

/** @returns 64 hex digits */
export const cacheKey = (tenant: string, operation: Operation, version: string, bytes: Buffer, body: JsonObject): string => {
  const text = bytes.toString('utf8');
  const said = longNumber.test(text) ? text : canonical(Object.fromEntries(Object.entries(body).filter(([member]) => !aboutTheCaller.has(member))));
  const hash = createHash('sha256');
  for (const part of [tenant, operation, version, said]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('hex');
};

/** JSON with the members of each object in one order. */
const canonical = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).toSorted();
  return `{${members.map((member) => `${JSON.stringify(member)}:${canonical(value[member] ?? null)}`).join(',')}}`;
};
