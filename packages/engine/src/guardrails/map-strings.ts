/**
 * Walks every text of a request that a model will be shown, wherever it stands: messages, system prompt, tool definitions, results, the
 * arguments of calls, metadata. What only names a form (roles, types, ids) is left alone.
 */
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { isJsonList } from '@plimsoll/contract/wire/members';

/** Their values are words of the protocol, or ids that have to be found again. */
const formal: ReadonlySet<string> = new Set([
  'role', 'type', 'id', 'tool_call_id', 'tool_use_id', 'call_id', 'model', 'media_type', 'mime_type', 'format', 'detail', 'signature', 'encrypted_content', 'cache_control', 'service_tier', 'tool_choice', 'reasoning_effort',
  'required', 'pattern', '$ref', '$id', '$schema', 'enum', 'const', 'file_id', 'encoding_format', 'previous_response_id',
]);

/** Parts whose content is no text. */
const unreadableMembers: ReadonlySet<string> = new Set(['file_data', 'b64_json', 'input_audio']);
const dataUrl = /^data:/i;

export interface StringWalk {
  /** @returns what to put in its place; the text itself leaves it. */
  readonly change: (text: string) => string;
  /** Told of each part that cannot be read. */
  readonly unreadable: () => void;
}

/** @returns the value itself where nothing changed. */
export const mapStrings = (value: Json, walk: StringWalk): Json => mapped(value, '', null, walk);

const mapped = (value: Json, name: string, parent: JsonObject | null, walk: StringWalk): Json => {
  if (typeof value === 'string') return isText(name, value, parent, walk) ? (name === 'arguments' ? argumentsOf(value, walk) : walk.change(value)) : value;
  if (isJsonList(value)) {
    if (formal.has(name)) return value;
    const items = value.map((item) => mapped(item, name, parent, walk));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value) || formal.has(name)) return value;
  if (unreadableMembers.has(name)) {
    walk.unreadable();
    return value;
  }
  let changed: Record<string, Json> | null = null;
  for (const [member, own] of Object.entries(value)) {
    if (own === undefined) continue;
    const next = mapped(own, member, value, walk);
    if (next !== own) changed = { ...(changed ?? value), [member]: next } as Record<string, Json>;
  }
  return changed ?? value;
};

const isText = (name: string, text: string, parent: JsonObject | null, walk: StringWalk): boolean => {
  if (formal.has(name)) return false;
  // The name of a function has to be found again; the name of somebody who speaks is a person's.
  if (name === 'name') return parent?.role !== undefined;
  if (unreadableMembers.has(name) || (name === 'data' && parent?.type === 'base64') || dataUrl.test(text)) {
    walk.unreadable();
    return false;
  }
  return true;
};

/** JSON within a string: its texts are looked at as they are meant, not as they are escaped. */
const argumentsOf = (text: string, walk: StringWalk): string => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return walk.change(text);
  }
  if (!isJsonObject(parsed)) return walk.change(text);
  const next = mapStrings(parsed, walk);
  return next === parsed ? text : JSON.stringify(next);
};
