import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { MessageReader } from './message-reader.ts';

const readAll = (pieces: readonly Buffer[]): string[] => {
  const seen: string[] = [];
  let body = '';
  const reader = new MessageReader({
    onHead: (head) => seen.push(`head ${head.slice(0, head.indexOf('\r\n'))}`),
    onBody: (piece) => (body += piece.toString('latin1')),
    onEnd: () => {
      seen.push(`body ${body}`);
      body = '';
    },
  });
  for (const piece of pieces) reader.feed(piece);
  seen.push(reader.idle ? 'idle' : 'busy');
  return seen;
};

const wire =
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' +
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n' +
  'HTTP/1.1 204 No\r\ncontent-length: 0\r\n\r\n';

test('messages are read alike however the connection cuts them', () => {
  const whole = readAll([Buffer.from(wire)]);
  expect(whole).toEqual(['head HTTP/1.1 200 OK', 'body hello', 'head HTTP/1.1 200 OK', 'body abc0123456789', 'head HTTP/1.1 204 No', 'body ', 'idle']);
  assert(
    property(array(nat(wire.length), { maxLength: 30 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), wire.length];
      const pieces = edges.slice(1).map((edge, index) => Buffer.from(wire.slice(edges[index], edge)));
      expect(readAll(pieces)).toEqual(whole);
    }),
  );
});

test('a cut message leaves the reader waiting', () => {
  expect(readAll([Buffer.from(wire.slice(0, -1))]).at(-1)).toBe('busy');
});

test('a reply without a length is refused', () => {
  expect(() => readAll([Buffer.from('HTTP/1.1 200 OK\r\nserver: x\r\n\r\n')])).toThrow('neither content-length');
});

test('a chunk that is longer than it said is refused', () => {
  expect(() => readAll([Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabc\r\n')])).toThrow('longer');
});
