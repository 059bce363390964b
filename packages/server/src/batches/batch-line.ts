/** One line of a batch's file: read, and checked for what every line must have. */
import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { BatchEndpoint, BatchLineError } from '@plimsoll/contract/wire/batches';
import { topLevelMembers } from '@plimsoll/engine/json/top-level-members';
import type { Line } from './lines.ts';

export interface BatchItem {
  readonly line: number;
  readonly customId: string;
  /** As it stands in the file, so that nothing of it is spelt anew. */
  readonly bytes: Buffer;
  readonly body: JsonObject;
}

export const longestCustomId = 512;

/** @returns the item, or what is wrong with the line. */
export const readBatchLine = ({ number, bytes }: Line, endpoint: BatchEndpoint): BatchItem | BatchLineError => {
  const wrong = (code: string, message: string, param: string | null = null): BatchLineError => ({ code, message, param, line: number });
  let parsed: unknown;
  try {
    if (!isUtf8(bytes)) return wrong('invalid_json_line', 'This line is not UTF-8.');
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    return wrong('invalid_json_line', 'This line is not parseable as valid JSON.');
  }
  if (!isJsonObject(parsed)) return wrong('invalid_json_line', 'This line must be a JSON object.');
  const { custom_id: customId, method, url, body } = parsed;
  if (typeof customId !== 'string' || customId === '' || customId.length > longestCustomId) {
    return wrong('invalid_custom_id', `\`custom_id\` must be a text of 1 to ${longestCustomId} characters.`, 'custom_id');
  }
  if (method !== 'POST') return wrong('invalid_method', '`method` must be `POST`.', 'method');
  if (url !== endpoint) return wrong('mismatched_url', `\`url\` must be the batch's endpoint, \`${endpoint}\`.`, 'url');
  if (!isJsonObject(body)) return wrong('invalid_body', '`body` must be a JSON object.', 'body');
  const at = placeOfBody(bytes);
  return at === null ? wrong('invalid_json_line', 'A member stands twice in this line, or it is nested too deeply.') : { line: number, customId, body, bytes: at };
};

export const isItem = (read: BatchItem | BatchLineError): read is BatchItem => 'customId' in read;

const placeOfBody = (bytes: Buffer): Buffer | null => {
  try {
    const range = topLevelMembers(bytes).members.get('body');
    return range === undefined ? null : bytes.subarray(range.start, range.end);
  } catch {
    return null;
  }
};
