import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedReply } from './malformed-reply.ts';
import { ReplyParser } from './reply-parser.ts';

interface Seen {
  readonly head: unknown;
  readonly body: string;
  /** Whether the connection may be used again; null while the reply is not whole. */
  readonly keepsOpen: boolean | null;
  readonly fault: string | null;
}

/** What comes out of the bytes, cut as they are, and of the connection's end behind them. */
const read = (pieces: readonly Buffer[]): Seen => {
  let head: unknown = null;
  let body = '';
  let keepsOpen: boolean | null = null;
  const parser = new ReplyParser({
    onHead: (seen) => {
      expect(head).toBeNull();
      head = seen;
    },
    onPiece: (piece) => {
      expect(keepsOpen).toBeNull();
      expect(piece.length).toBeGreaterThan(0);
      body += piece.toString('latin1');
    },
    onEnd: (open) => {
      expect(keepsOpen).toBeNull();
      keepsOpen = open;
    },
  });
  parser.begin();
  const told = (fault: string | null): Seen => ({ head, body, keepsOpen, fault });
  try {
    for (const piece of pieces) {
      // Bytes behind the reply are the connection's to notice.
      if (keepsOpen !== null && piece.length > 0) keepsOpen = false;
      // A copy: the parser may move what it is given.
      parser.feed(Buffer.from(piece));
    }
    if (keepsOpen === null) expect(parser.end()).toBe(keepsOpen !== null);
  } catch (error) {
    if (!(error instanceof MalformedReply)) throw error;
    return told(error.code);
  }
  return told(null);
};

const whole = (text: string): Seen => read([Buffer.from(text, 'latin1')]);
const singly = (text: string): Seen => read(Array.from(text, (character) => Buffer.from(character, 'latin1')));

const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((place, index) => bytes.subarray(sorted[index], place));
};

const headers = fc.subarray(
  ['Content-Type: text/event-stream', 'x-request-id:r1', 'X-Request-Id: \t r2 ', 'connection: close', 'Keep-Alive: timeout=7, max=3', 'server: caf\xe9', 'empty:', 'content-encoding: gzip'],
  { minLength: 0 },
);
const interim = fc.constantFrom('', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n');
const statusLine = fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 404', 'HTTP/1.0 200 OK', 'HTTP/1.1 204 No Content');
const latin1 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const chunk = fc.record({ data: latin1.filter((data) => data !== ''), extension: fc.constantFrom('', ';a', ' ; a="b"', '\t') });
const chunked = fc.record({ chunks: fc.array(chunk), trailers: fc.subarray(['x: y', 'checksum: 1']) }).map(({ chunks, trailers }) => ({
  line: 'transfer-encoding: chunked',
  body: `${chunks.map(({ data, extension }) => `${data.length.toString(16)}${extension}\r\n${data}\r\n`).join('')}0\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`,
}));
const framed = fc.oneof(chunked, latin1.map((body) => ({ line: `content-length: ${body.length}`, body })), latin1.map((body) => ({ line: 'x: y', body })));
const wellFormed = fc
  .record({ interim, statusLine, headers, framed, behind: fc.constantFrom('', '', 'x', 'HTTP/1.1 200 OK\r\n\r\n') })
  .map((parts) => `${parts.interim}${[parts.statusLine, ...parts.headers, parts.framed.line].join('\r\n')}\r\n\r\n${parts.framed.body}${parts.behind}`);
/** One byte replaced by one that often means something. */
const damaged = fc
  .record({ text: wellFormed, at: fc.nat(), by: fc.constantFrom('\r', '\n', '\0', ':', ' ', ';', '0', 'f', 'g', '') })
  .map(({ text, at, by }) => `${text.slice(0, at % text.length)}${by}${text.slice((at % text.length) + 1)}`);

test('a reply is read the same however its bytes are cut, right or wrong', () => {
  const faults = new Set<string | null>();
  fc.assert(
    fc.property(fc.oneof(wellFormed, damaged), fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
      const bytes = Buffer.from(text, 'latin1');
      const expected = read([bytes]);
      faults.add(expected.fault);
      expect(read(cut(bytes, places))).toEqual(expected);
      expect(singly(text)).toEqual(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(faults.size).toBeGreaterThan(5);
});

test('bodies come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 12 }), (chunks, places) => {
      const body = chunks.map(({ data, extension }) => `${data.length.toString(16).toUpperCase()}${extension}\r\n${data}\r\n`).join('');
      const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n${body}0\r\n\r\n`, 'latin1');
      expect(read(cut(bytes, places))).toMatchObject({ body: chunks.map(({ data }) => data).join(''), keepsOpen: true, fault: null });
    }),
  );
});

test('chunks that came together are one piece', () => {
  const pieces: string[] = [];
  const parser = new ReplyParser({ onHead: () => undefined, onPiece: (piece) => pieces.push(piece.toString()), onEnd: () => pieces.push('end') });
  parser.begin();
  parser.feed(Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n1\r'));
  parser.feed(Buffer.from('\nf\r\n2\r\ngh\r\n0\r\nx-trailer: 1\r\n\r\n'));
  expect(pieces).toEqual(['abcde', 'fgh', 'end']);
});

test('of the headers only those that somebody reads are kept, of a repeated one the first value', () => {
  const lines = ['Content-Type: application/json', 'X-Request-ID:  r1\t', 'x-request-id: r2', 'Set-Cookie: a=b', 'Keep-Alive: max=9, timeout=5', 'content-encoding: identity', 'Content-Encoding: br'];
  expect(whole(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\ncontent-length: 2\r\n\r\n{}`)).toEqual({
    head: {
      status: 200,
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
      contentEncoding: 'identity, br',
      framing: 2,
      keepsOpen: true,
      keepAliveS: 5,
    },
    body: '{}',
    keepsOpen: true,
    fault: null,
  });
});

test.each([
  ['a length', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab', 'ab', true],
  ['the same length twice', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nContent-Length: 2\r\n\r\nab', 'ab', true],
  ['no content', 'HTTP/1.1 204 No Content\r\n\r\n', '', true],
  ['not modified, with the length of what is not sent', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n', '', true],
  ['no framing: all until the end', 'HTTP/1.1 200 OK\r\n\r\nab', 'ab', false],
  ['a wish to close', 'HTTP/1.1 200 OK\r\nconnection: x, Close\r\ncontent-length: 2\r\n\r\nab', 'ab', false],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nab', 'ab', false],
  ['bytes behind it', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabc', 'ab', false],
  ['chunks, an extension and trailers', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;q="a;b"\r\nab\r\n0\r\nx: y\r\n\r\n', 'ab', true],
  ['interim replies', `${'HTTP/1.1 103 x\r\n\r\n'.repeat(32)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab`, 'ab', true],
  ['as long a head as may be', `HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: ${'y'.repeat(32 * 1024 - 43)}\r\n\r\n`, '', true],
  ['no reason phrase', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nab', 'ab', true],
])('%s', (_, text, body, keepsOpen) => {
  for (const seen of [whole(text), singly(text)]) expect(seen).toMatchObject({ body, keepsOpen, fault: null });
});

const ok = 'HTTP/1.1 200 OK\r\n';
const chunks = `${ok}transfer-encoding: chunked\r\n\r\n`;
test.each([
  ['another protocol', 'SSH-2.0 x\r\n', 'NOT_HTTP'],
  ['another version', 'HTTP/2.0 200 OK\r\n\r\n', 'NOT_HTTP'],
  ['a version that does not exist', 'HTTP/1.2 200 OK\r\n\r\n', 'STATUS_LINE'],
  ['an empty line before it', '\r\nHTTP/1.1 200 OK\r\n\r\n', 'NOT_HTTP'],
  ['two digits of status', 'HTTP/1.1 20 OK\r\n\r\n', 'STATUS_LINE'],
  ['four digits of status', 'HTTP/1.1 2000\r\n\r\n', 'STATUS_LINE'],
  ['a status that only JavaScript reads as a number', 'HTTP/1.1 2e2 OK\r\n\r\n', 'STATUS_LINE'],
  ['no space before the status', 'HTTP/1.1\t200 OK\r\n\r\n', 'STATUS_LINE'],
  ['another protocol from now on', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'SWITCHED_PROTOCOL'],
  ['too many interim replies', 'HTTP/1.1 103 x\r\n\r\n'.repeat(33), 'TOO_MANY_INTERIM'],
  ['a bare line feed', `${ok}a: b\nc: d\r\n\r\n`, 'HEAD_CHARACTER'],
  ['bare line feeds alone', 'HTTP/1.1 200 OK\n\n', 'HEAD_CHARACTER'],
  ['a bare carriage return', `${ok}a: b\rc: d\r\n\r\n`, 'HEAD_CHARACTER'],
  ['a null in a value', `${ok}a: b\0\r\n\r\n`, 'HEAD_CHARACTER'],
  ['a header without a colon', `${ok}a\r\n\r\n`, 'HEADER_NAME'],
  ['a header without a name', `${ok}: b\r\n\r\n`, 'HEADER_NAME'],
  ['a blank before the colon', `${ok}a : b\r\n\r\n`, 'HEADER_NAME'],
  ['a folded line', `${ok}a: b\r\n c\r\n\r\n`, 'HEADER_NAME'],
  ['a name beyond ASCII', `${ok}caf\xe9: b\r\n\r\n`, 'HEADER_NAME'],
  ['201 headers', `${ok}${'a: b\r\n'.repeat(201)}\r\n`, 'TOO_MANY_HEADERS'],
  ['a head that is a byte too long', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(32 * 1024 - 23)}\r\n\r\n`, 'HEAD_TOO_LONG'],
  ['a head without end', `${ok}x: ${'y'.repeat(40_000)}`, 'HEAD_TOO_LONG'],
  ['a length that is not a number', `${ok}content-length: 2x\r\n\r\n`, 'CONTENT_LENGTH'],
  ['a signed length', `${ok}content-length: +2\r\n\r\n`, 'CONTENT_LENGTH'],
  ['an empty length', `${ok}content-length:\r\n\r\n`, 'CONTENT_LENGTH'],
  ['a list of lengths', `${ok}content-length: 2, 2\r\n\r\n`, 'CONTENT_LENGTH'],
  ['two lengths', `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n`, 'CONTENT_LENGTH'],
  ['a length beyond any number', `${ok}content-length: ${'9'.repeat(20)}\r\n\r\n`, 'CONTENT_LENGTH'],
  ['a length and chunks', `${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`, 'TRANSFER_ENCODING'],
  ['a coding that is not chunked', `${ok}transfer-encoding: gzip\r\n\r\n`, 'TRANSFER_ENCODING'],
  ['two codings', `${ok}transfer-encoding: gzip, chunked\r\n\r\n`, 'TRANSFER_ENCODING'],
  ['chunked twice', `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`, 'TRANSFER_ENCODING'],
  ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', 'TRANSFER_ENCODING'],
  ['a chunk without size', `${chunks}\r\nab`, 'CHUNK_SIZE'],
  ['a size that is not hexadecimal', `${chunks}g\r\n`, 'CHUNK_SIZE'],
  ['a size with a prefix', `${chunks}0x2\r\nab\r\n`, 'CHUNK_SIZE'],
  ['a blank before the size', `${chunks} 2\r\nab\r\n`, 'CHUNK_SIZE'],
  ['a size of nine digits', `${chunks}000000002\r\nab\r\n`, 'CHUNK_SIZE'],
  ['a size line that ends with a line feed alone', `${chunks}2\nab\r\n`, 'CHUNK_SIZE'],
  ['a carriage return in an extension', `${chunks}2;a\rb\r\nab\r\n`, 'CHUNK_SIZE'],
  ['an extension without end', `${chunks}2;${'a'.repeat(300)}`, 'CHUNK_LINE_TOO_LONG'],
  ['a chunk longer than its size', `${chunks}2\r\nabc\r\n`, 'CHUNK_END'],
  ['a trailer without a colon', `${chunks}0\r\na\r\n\r\n`, 'TRAILER'],
  ['a trailer that ends with a line feed alone', `${chunks}0\r\na: b\n\r\n`, 'TRAILER'],
  ['trailers without end', `${chunks}0\r\n${'a: b\r\n'.repeat(2_000)}`, 'TRAILERS_TOO_LONG'],
])('%s is malformed', (_, text, fault) => {
  expect(whole(text).fault).toBe(fault);
  expect(singly(text).fault).toBe(fault);
});

test.each([
  ['nothing', ''],
  ['half a head', 'HTTP/1.1 200 O'],
  ['half a body', `${ok}content-length: 2\r\n\r\na`],
  ['chunks without the last', `${chunks}2\r\nab\r\n`],
  ['trailers without their end', `${chunks}0\r\n`],
  ['an interim reply alone', 'HTTP/1.1 103 x\r\n\r\n'],
])('a connection that ends after %s was no whole reply', (_, text) => {
  expect(whole(text)).toMatchObject({ keepsOpen: null, fault: null });
});
