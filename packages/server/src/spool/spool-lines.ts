/**
 * The two kinds of line in a spool file. The id stands at a fixed place and the record's JSON is embedded as it is,
 * so that neither recovering nor draining has to write a record's JSON a second time.
 */
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';

/** A finished call on its way to the store. */
export interface SpooledCall {
  readonly record: CallRecord;
  /** The same record as JSON. */
  readonly json: string;
}

const begunPrefix = '{"t":"b","id":"';
const endedPrefix = '{"t":"e","id":"';
const idLength = 32;
const begunMiddle = '","c":';
const endedMiddle = '","r":';

export const begunLine = (call: BegunCall): string => `${begunPrefix}${call.id}${begunMiddle}${JSON.stringify(call)}}\n`;

export const endedLine = (id: string, json: string): string => `${endedPrefix}${id}${endedMiddle}${json}}\n`;

/** What a line is, without reading its JSON; null when it is none of ours. */
export const headOfLine = (line: Buffer): { readonly kind: 'begun' | 'ended'; readonly id: string } | null => {
  const head = line.toString('latin1', 0, begunPrefix.length + idLength + begunMiddle.length);
  const id = head.slice(begunPrefix.length, begunPrefix.length + idLength);
  if (!/^[0-9a-f]{32}$/.test(id) || line.at(-1) !== closingBrace) return null;
  if (head.startsWith(begunPrefix) && head.endsWith(begunMiddle)) return { kind: 'begun', id };
  return head.startsWith(endedPrefix) && head.endsWith(endedMiddle) ? { kind: 'ended', id } : null;
};

const closingBrace = '}'.charCodeAt(0);

/** @returns null when the line is damaged. */
export const begunOfLine = (line: Buffer): BegunCall | null => {
  const call = parse(contentOf(line));
  return isBegun(call) ? call : null;
};

/** @returns null when the line is damaged. */
export const endedOfLine = (line: Buffer): SpooledCall | null => {
  const json = contentOf(line);
  const record = parse(json);
  return isRecord(record) ? { record, json } : null;
};

const contentOf = (line: Buffer): string => line.toString('utf8', begunPrefix.length + idLength + begunMiddle.length, line.length - 1);

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** We wrote it ourselves, so this only tells a whole line from one that the disk has mangled. */
const isRecord = (value: unknown): value is CallRecord =>
  isIdentified(value) && 'usage' in value && typeof value.usage === 'object' && value.usage !== null && 'attempts' in value && Array.isArray(value.attempts);

const isBegun = (value: unknown): value is BegunCall =>
  isIdentified(value) && 'attempt' in value && typeof value.attempt === 'object' && value.attempt !== null;

const isIdentified = (value: unknown): value is { id: string; startedAt: number } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  /^[0-9a-f]{32}$/.test(value.id) &&
  'startedAt' in value &&
  typeof value.startedAt === 'number';

/** Calls `take` with each whole line, without its newline. @returns how many bytes the whole lines take; what follows them is torn or still to come. */
export const eachLine = (bytes: Buffer, take: (line: Buffer) => void): number => {
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    if (end > from) take(bytes.subarray(from, end));
    from = end + 1;
  }
  return from;
};
