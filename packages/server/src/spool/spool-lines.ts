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
const newline = '\n'.charCodeAt(0);

/** @returns null when the line is damaged. */
export const begunOfLine = (line: Buffer): BegunCall | null => {
  const call = parse(contentOf(line));
  return isBegun(call) ? call : null;
};

/** The finished calls among whole lines; a damaged line is none. */
export const endedCallsOf = (lines: readonly Uint8Array[]): SpooledCall[] => {
  const calls: SpooledCall[] = [];
  for (const { buffer, byteOffset, byteLength } of lines) {
    eachLine(Buffer.from(buffer, byteOffset, byteLength), (line) => {
      const call = isEnded(line) ? endedOfLine(line) : null;
      if (call !== null) calls.push(call);
    });
  }
  return calls;
};

/** The ids of the finished calls among whole lines. */
export const idsIn = (lines: Buffer): string[] => {
  const ids: string[] = [];
  eachLine(lines, (line) => {
    const head = headOfLine(line);
    if (head?.kind === 'ended') ids.push(head.id);
  });
  return ids;
};

/** How many finished calls are among whole lines. */
export const callsIn = (lines: Buffer): number => lengthOfCalls(lines, Infinity, Infinity, false).calls;

/**
 * Measures the first calls among whole lines.
 * @param atLeastOne one call is taken although it is larger than `mostBytes`.
 * @returns how many were found within both bounds, and how many bytes they take, all lines among them included.
 */
export const lengthOfCalls = (lines: Buffer, mostCalls: number, mostBytes: number, atLeastOne: boolean): { readonly calls: number; readonly length: number } => {
  let calls = 0;
  let length = 0;
  for (let from = 0, end = lines.indexOf(newline); end !== -1; end = lines.indexOf(newline, from)) {
    if (isEnded(lines.subarray(from, end))) {
      if (calls === mostCalls || (end + 1 > mostBytes && !(atLeastOne && calls === 0))) return { calls, length };
      calls += 1;
    }
    from = end + 1;
    length = from;
  }
  return { calls, length };
};

const isEnded = (line: Buffer): boolean => headOfLine(line)?.kind === 'ended';

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

/** How many bytes the whole lines take; what follows them is torn or still to come. */
export const endOfLines = (bytes: Buffer): number => bytes.lastIndexOf(newline) + 1;

/** Calls `take` with each whole line, without its newline. */
export const eachLine = (bytes: Buffer, take: (line: Buffer) => void): void => {
  let from = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
    if (end > from) take(bytes.subarray(from, end));
    from = end + 1;
  }
};
