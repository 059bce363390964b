/**
 * The two kinds of line in a spool file: a call that has begun, and one that has ended, each as `record-text.ts` writes it. The id
 * stands at a fixed place, so that a line need not be parsed to know what it is.
 */
import type { BegunCall, CallRecord } from '@plimsoll/contract/call-record';
import { begunText, type CallHead, readBegunText, readRecordText, recordText } from './record-text.ts';

/** A finished call on its way to the store. */
export interface SpooledCall {
  readonly record: CallRecord;
  /** The same record as `recordText` wrote it. */
  readonly text: string;
}

const begunPrefix = '{"id":"';
const endedPrefix = '{"v":1,"id":"';
const idLength = 32;

export const begunLine = (call: BegunCall, head?: CallHead): string => `${begunText(call, head)}\n`;

export const endedLine = (record: CallRecord, head: CallHead | null = null): string => `${recordText(record, head)}\n`;

/** What a line is, without reading its JSON; null when it is none of ours. */
export const headOfLine = (line: Buffer): { readonly kind: 'begun' | 'ended'; readonly id: string } | null => {
  const head = line.toString('latin1', 0, endedPrefix.length + idLength);
  const kind = head.startsWith(endedPrefix) ? 'ended' : 'begun';
  const prefix = kind === 'ended' ? endedPrefix : begunPrefix;
  const id = head.slice(prefix.length, prefix.length + idLength);
  return head.startsWith(prefix) && /^[0-9a-f]{32}$/.test(id) && line.at(-1) === closingBrace ? { kind, id } : null;
};

const closingBrace = '}'.charCodeAt(0);
const newline = '\n'.charCodeAt(0);

/** @returns null when the line is damaged. */
export const begunOfLine = (line: Buffer): BegunCall | null => readBegunText(line.toString('utf8'));

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
  const text = line.toString('utf8');
  const record = readRecordText(text);
  return record === null ? null : { record, text };
};

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
