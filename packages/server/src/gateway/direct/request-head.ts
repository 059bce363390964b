/**
 * Reads the head of a plain request: a POST to a data path over HTTP/1.1 with a `content-length`, as every SDK sends it.
 * It knows a strict part of the grammar and nothing else. Whatever falls outside, odd or malformed, is not judged here but left
 * to Node's HTTP server, so there is one place that decides about unusual requests, and it is not this one.
 * Source: RFC 9112, sections 3, 5 and 6.
 */
import type { Operation } from '@plimsoll/contract/operation';

export interface RequestHead {
  readonly operation: Operation;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  /** Where the body begins. */
  readonly bodyAt: number;
}

/** As much as Node's own server takes. */
export const mostHeadBytes = 16 * 1024;

const endOfHead = Buffer.from('\r\n\r\n');

/** Whole header lines and nothing else: a token, a colon, and characters that a value may hold. */
const fields = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)+$/;

/** Headers that change what a message is or how a connection goes on. */
const unusual = new Set(['transfer-encoding', 'expect', 'upgrade', 'te', 'trailer', 'proxy-connection', 'http2-settings']);

/** @returns `more` when the head is not whole yet; null when the request is not a plain one. */
export const readRequestHead = (bytes: Buffer, operationOf: (path: string) => Operation | undefined): RequestHead | 'more' | null => {
  const end = bytes.indexOf(endOfHead);
  if (end === -1) return bytes.length < mostHeadBytes ? 'more' : null;
  if (end > mostHeadBytes) return null;
  const head = bytes.toString('latin1', 0, end + 2);
  const lineEnd = head.indexOf('\r\n');
  if (!head.startsWith('POST ') || !head.endsWith(' HTTP/1.1', lineEnd)) return null;
  const operation = operationOf(head.slice(5, lineEnd - 9));
  if (operation === undefined) return null;
  const block = head.slice(lineEnd + 2);
  if (!fields.test(block)) return null;

  const headers: Record<string, string> = {};
  for (let at = 0, next = block.indexOf('\r\n'); next !== -1; at = next + 2, next = block.indexOf('\r\n', at)) {
    const colon = block.indexOf(':', at);
    const name = block.slice(at, colon).toLowerCase();
    // Which one of two would count is for a full parser to say.
    if (name in headers || unusual.has(name)) return null;
    headers[name] = block.slice(colon + 1, next).trim();
  }
  const { host, connection, 'content-length': length } = headers;
  if (host === undefined || length === undefined || !/^\d{1,15}$/.test(length)) return null;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return null;
  return { operation, headers, bodyBytes: Number(length), bodyAt: end + 4 };
};
