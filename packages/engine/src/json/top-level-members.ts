/**
 * Finds the members of a JSON object's top level in its bytes, so that one member can be replaced
 * without touching, re-serialising or reordering the rest: large integers, number spellings and unknown fields stay as sent.
 */
import { PlimsollError } from '@plimsoll/contract/errors';

export interface MemberRange {
  /** First byte of the value. */
  readonly start: number;
  /** One past the value's last byte. */
  readonly end: number;
}

export interface ObjectLayout {
  readonly members: ReadonlyMap<string, MemberRange>;
  /** Index of the closing brace. */
  readonly close: number;
}

export const maxDepth = 128;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;

/** Strings shorter than this are walked byte by byte: cheaper than a call into native code. */
const walkedStringBytes = 24;

/** Index of the quote that closes the string opened at `open`. */
const closingQuote = (bytes: Buffer, open: number): number => {
  const walkEnd = Math.min(open + 1 + walkedStringBytes, bytes.length);
  for (let at = open + 1; at < walkEnd; at++) {
    const byte = bytes[at];
    if (byte === backslash) at++;
    else if (byte === quote) return at;
  }
  let at = bytes.indexOf(quote, open + 1);
  while (at !== -1) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return at;
    at = bytes.indexOf(quote, at + 1);
  }
  return bytes.length;
};

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Lays out an object that `JSON.parse` has already accepted.
 * @throws PlimsollError `too_deep` beyond 128 levels; `invalid_request` when a top-level name appears twice, because parsers
 *   disagree on which one counts and what was checked must be what is sent.
 */
export const topLevelMembers = (bytes: Buffer): ObjectLayout => {
  const members = new Map<string, MemberRange>();
  let depth = 0;
  let name: string | null = null;
  let valueStart = -1;
  let close = -1;

  const endValue = (end: number): void => {
    if (name === null || valueStart < 0) return;
    let last = end;
    while (last > valueStart && isSpace(bytes[last - 1])) last--;
    if (members.has(name)) throw new PlimsollError('invalid_request', `The member "${name.slice(0, 100)}" appears twice.`);
    members.set(name, { start: valueStart, end: last });
    name = null;
    valueStart = -1;
  };

  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    switch (byte) {
      case quote: {
        const end = closingQuote(bytes, at);
        if (depth === 1 && name === null) {
          const text = bytes.toString('utf8', at + 1, end);
          name = text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
        } else if (depth === 1 && valueStart < 0) {
          valueStart = at;
        }
        at = end;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        if (depth === 1 && valueStart < 0) valueStart = at;
        if (++depth > maxDepth) throw new PlimsollError('too_deep');
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (--depth === 0) {
          endValue(at);
          close = at;
        }
        break;
      case comma:
        if (depth === 1) endValue(at);
        break;
      case colon:
        break;
      default:
        if (depth === 1 && name !== null && valueStart < 0 && !isSpace(byte)) valueStart = at;
    }
  }
  return { members, close };
};

/** Replaces or appends top-level members; each value is given as JSON text. */
export const replaceMembers = (bytes: Buffer, layout: ObjectLayout, values: ReadonlyMap<string, string>): Buffer => {
  const edits: { start: number; end: number; text: string }[] = [];
  let appended = '';
  for (const [name, text] of values) {
    const range = layout.members.get(name);
    if (range === undefined) appended += `,${JSON.stringify(name)}:${text}`;
    else edits.push({ ...range, text });
  }
  edits.sort((a, b) => a.start - b.start);
  if (appended !== '') {
    edits.push({ start: layout.close, end: layout.close, text: layout.members.size === 0 ? appended.slice(1) : appended });
  }
  const length = edits.reduce((sum, { start, end, text }) => sum - (end - start) + Buffer.byteLength(text), bytes.length);
  const replaced = Buffer.allocUnsafe(length);
  let from = 0;
  let to = 0;
  for (const { start, end, text } of edits) {
    to += bytes.copy(replaced, to, from, start);
    to += replaced.write(text, to);
    from = end;
  }
  bytes.copy(replaced, to, from);
  return replaced;
};
