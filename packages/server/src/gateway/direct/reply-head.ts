/**
 * Writes the head of a reply.
 */
import { STATUS_CODES } from 'node:http';
import type { ReplyHeaders } from '@plimsoll/engine/reply';

/** A model's name may hold what a header may not (RFC 9110, section 5.5); better a question mark than no reply. */
const unprintable = /[^\t\x20-\x7e\x80-\xff]/;
const everyUnprintable = /[^\t\x20-\x7e\x80-\xff]/g;

/** The date changes once a second; asking for it costs more than all else here. */
let dateSecond = 0;
let dateLine = '';

const date = (): string => {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateLine = `date: ${new Date(second * 1000).toUTCString()}\r\n`;
  }
  return dateLine;
};

/**
 * @param framing how the body's end is told: its length in bytes, or `chunked`
 * @param keepAliveS how long the connection stays open for the next request; null closes it after this reply
 */
export const replyHead = (status: number, headers: ReplyHeaders, framing: number | 'chunked', keepAliveS: number | null): string => {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    head += `${name}: ${unprintable.test(value) ? value.replace(everyUnprintable, '?') : value}\r\n`;
  }
  const connection = keepAliveS === null ? 'connection: close' : `connection: keep-alive\r\nkeep-alive: timeout=${keepAliveS}`;
  return `${head}${date()}${connection}\r\n${framing === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${framing}`}\r\n\r\n`;
};
