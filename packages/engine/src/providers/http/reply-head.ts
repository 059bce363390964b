/**
 * Reads the head of a reply: RFC 9112, sections 4 to 6, and nothing beyond them. Every line is checked, but only headers
 * that somebody reads are cut out of the text.
 */
import type { ReplyHeaders } from '../../reply.ts';
import { MalformedReply } from './malformed-reply.ts';
import { passingHeaders } from './reply-headers.ts';

/** How the end of the body is found: after so many bytes, by chunks, or where the connection ends. */
export type Framing = number | 'chunked' | 'until-close';

export interface ReplyHead {
  readonly status: number;
  /** Those that may pass; of a repeated one the first value. */
  readonly headers: ReplyHeaders;
  /** All values, comma-separated; null where none was sent. */
  readonly contentEncoding: string | null;
  readonly framing: Framing;
  /** Whether the connection can carry another request once the body has ended. */
  readonly keepsOpen: boolean;
  /** How long the provider keeps the connection while it is idle; null where it does not say. */
  readonly keepAliveS: number | null;
}

const mostHeaders = 200;
/** Anything but printable characters, tabs and the two bytes of a line's end side by side. */
const stray = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;

const isTokenCode = new Uint8Array(256);
for (const character of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") isTokenCode[character.charCodeAt(0)] = 1;

const framingHeaders = ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'];
/** A name of another length is not even cut out. */
const isReadLength = new Uint8Array(64);
for (const name of [...passingHeaders, ...framingHeaders]) isReadLength[name.length] = 1;

/** Where the colon is of the header line that begins at `from`; -1 when no name stands before one, as in a line that continues another. */
const colonOf = (text: string, from: number): number => {
  let at = from;
  while (isTokenCode[text.charCodeAt(at)] === 1) at += 1;
  return at > from && text.charCodeAt(at) === 0x3a ? at : -1;
};

/** Whether a line may stand among the trailers. */
export const isHeaderLine = (line: string): boolean => !stray.test(line) && colonOf(line, 0) !== -1;

/** What a head's lines say, gathered one by one. */
class Gathered {
  readonly headers: Record<string, string> = {};
  contentEncoding: string | null = null;
  contentLength: string | null = null;
  transferEncoding: string | null = null;
  saysClose = false;
  keepAliveS: number | null = null;

  add(name: string, value: string): void {
    switch (name) {
      case 'content-encoding':
        this.contentEncoding = this.contentEncoding === null ? value : `${this.contentEncoding}, ${value}`;
        return;
      case 'content-length':
        if (this.contentLength !== null && this.contentLength !== value) throw new MalformedReply('CONTENT_LENGTH');
        this.contentLength = value;
        return;
      case 'transfer-encoding':
        this.transferEncoding = this.transferEncoding === null ? value : `${this.transferEncoding}, ${value}`;
        return;
      case 'connection':
        if (value !== 'keep-alive') this.saysClose ||= value.split(',').some((option) => option.trim().toLowerCase() === 'close');
        return;
      case 'keep-alive': {
        const at = value.toLowerCase().indexOf('timeout=');
        const seconds = at === -1 ? Number.NaN : Number.parseInt(value.slice(at + 'timeout='.length), 10);
        if (!Number.isNaN(seconds)) this.keepAliveS = seconds;
        return;
      }
      default:
        if (passingHeaders.has(name) && this.headers[name] === undefined) this.headers[name] = value;
    }
  }

  /** RFC 9112, section 6.3; stricter where two readers could disagree about where the body ends. */
  framing(status: number, minor: number): Framing {
    const { contentLength, transferEncoding } = this;
    if (contentLength !== null && !/^\d{1,15}$/.test(contentLength)) throw new MalformedReply('CONTENT_LENGTH');
    if (transferEncoding !== null && (contentLength !== null || minor === 0 || transferEncoding.toLowerCase() !== 'chunked')) {
      throw new MalformedReply('TRANSFER_ENCODING');
    }
    if (status < 200 || status === 204 || status === 304) return 0;
    if (transferEncoding !== null) return 'chunked';
    return contentLength === null ? 'until-close' : Number(contentLength);
  }
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/**
 * Reads a head.
 * @param text all of it as Latin-1, without the empty line at its end.
 * @throws MalformedReply
 */
export const readHead = (text: string): ReplyHead => {
  if (stray.test(text)) throw new MalformedReply('HEAD_CHARACTER');
  let lineEnd = text.indexOf('\r\n');
  if (lineEnd === -1) lineEnd = text.length;
  const status = statusOf(text, lineEnd);
  const minor = text.charCodeAt(7) - 0x30;
  const gathered = new Gathered();
  let count = 0;
  while (lineEnd < text.length) {
    const from = lineEnd + 2;
    lineEnd = text.indexOf('\r\n', from);
    if (lineEnd === -1) lineEnd = text.length;
    count += 1;
    if (count > mostHeaders) throw new MalformedReply('TOO_MANY_HEADERS');
    const colon = colonOf(text, from);
    if (colon === -1) throw new MalformedReply('HEADER_NAME');
    if (isReadLength[colon - from] !== 1) continue;
    let first = colon + 1;
    let last = lineEnd;
    while (first < last && isBlank(text.charCodeAt(first))) first += 1;
    while (last > first && isBlank(text.charCodeAt(last - 1))) last -= 1;
    gathered.add(text.slice(from, colon).toLowerCase(), text.slice(first, last));
  }
  const framing = gathered.framing(status, minor);
  return {
    status,
    headers: gathered.headers,
    contentEncoding: gathered.contentEncoding,
    framing,
    keepsOpen: minor === 1 && !gathered.saysClose && framing !== 'until-close',
    keepAliveS: gathered.keepAliveS,
  };
};

/** NaN where there is no digit. */
const digitAt = (text: string, at: number): number => {
  const digit = text.charCodeAt(at) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
};

/** `HTTP/1.1 200 OK`; some servers leave the reason out with its space. */
const statusOf = (text: string, lineEnd: number): number => {
  const status = 100 * digitAt(text, 9) + 10 * digitAt(text, 10) + digitAt(text, 11);
  const isVersion = text.startsWith('HTTP/1.') && digitAt(text, 7) <= 1 && text.charCodeAt(8) === 0x20;
  const isThreeDigits = status >= 100 && (lineEnd === 12 || (lineEnd > 12 && text.charCodeAt(12) === 0x20));
  if (!isVersion || !isThreeDigits) throw new MalformedReply('STATUS_LINE');
  return status;
};
