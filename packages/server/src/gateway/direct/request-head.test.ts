import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostHeadBytes, readRequestHead } from './request-head.ts';

const operationOf = (path: string): 'chat' | undefined => (path === '/v1/chat/completions' ? 'chat' : undefined);
const read = (text: string): ReturnType<typeof readRequestHead> => readRequestHead(Buffer.from(text, 'latin1'), operationOf);
const plain = 'POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n';

test('a plain request is read, names in lower case and values without white space around them', () => {
  expect(read(`${plain}Authorization: \t Bearer x \r\n\r\n{}`)).toEqual({
    operation: 'chat',
    headers: { host: 'a', 'content-type': 'application/json', 'content-length': '2', authorization: 'Bearer x' },
    bodyBytes: 2,
    bodyAt: plain.length + 'Authorization: \t Bearer x \r\n\r\n'.length,
  });
});

test('a head that is not whole wants more, up to a bound', () => {
  const whole = `${plain}\r\n`;
  for (let length = 0; length < whole.length; length += 1) expect(read(whole.slice(0, length))).toBe('more');
  expect(read(`POST /v1/chat/completions HTTP/1.1\r\nx: ${'y'.repeat(mostHeadBytes)}`)).toBeNull();
  expect(read(`${plain}x: ${'y'.repeat(mostHeadBytes)}\r\n\r\n`)).toBeNull();
});

describe('left to the full parser', () => {
  const cases: Readonly<Record<string, string>> = {
    'another method': plain.replace('POST', 'GET'),
    'another path': plain.replace('completions', 'completion'),
    'a query': plain.replace('completions', 'completions?x=1'),
    'an absolute target': plain.replace('/v1', 'http://a/v1'),
    'HTTP/1.0': plain.replace('1.1', '1.0'),
    'HTTP/2': plain.replace('1.1', '2.0'),
    'two spaces': plain.replace('POST ', 'POST  '),
    'no host': plain.replace('Host: a\r\n', ''),
    'two hosts': `${plain}Host: b\r\n`,
    'no length': plain.replace('Content-Length: 2\r\n', ''),
    'two lengths': `${plain}Content-Length: 2\r\n`,
    'a signed length': plain.replace(': 2', ': +2'),
    'a hexadecimal length': plain.replace(': 2', ': 0x2'),
    'a list of lengths': plain.replace(': 2', ': 2, 2'),
    'an empty length': plain.replace(': 2', ':'),
    'a huge length': plain.replace(': 2', ': 9999999999999999'),
    'chunks': `${plain}Transfer-Encoding: chunked\r\n`,
    'chunks alone': plain.replace('Content-Length: 2', 'Transfer-Encoding: chunked'),
    'a wish to continue': `${plain}Expect: 100-continue\r\n`,
    'an upgrade': `${plain}Upgrade: h2c\r\n`,
    'a connection that is to close': `${plain}Connection: close\r\n`,
    'a space before the colon': `${plain}x : y\r\n`,
    'a folded line': `${plain}x: y\r\n z\r\n`,
    'a line without a colon': `${plain}xy\r\n`,
    'an empty name': `${plain}: y\r\n`,
    'a bare line feed': `${plain}x: y\nz: w\r\n`,
    'a bare carriage return': `${plain}x: y\rz\r\n`,
    'a zero byte': `${plain}x: \0\r\n`,
    'a control character': `${plain}x: \x7f\r\n`,
    'a name beyond ASCII': `${plain}\xe4: y\r\n`,
    'an empty line first': `\r\n${plain}`,
  };
  test.each(Object.entries(cases))('%s', (_, head) => {
    expect(read(`${head}\r\n{}`)).toBeNull();
  });
});

test('whatever is read agrees with the rules of HTTP', () => {
  const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/);
  const value = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(token, value), { maxLength: 6 }), (extra) => {
      const head = read(`${plain}${extra.map(([name, text]) => `${name}:${text}\r\n`).join('')}\r\n`);
      if (head === null || head === 'more') return;
      // Whatever stood in the values, no line has come apart and none is missing.
      expect(Object.keys(head.headers).toSorted()).toEqual(['content-length', 'content-type', 'host', ...extra.map(([name]) => name.toLowerCase())].toSorted());
      for (const text of Object.values(head.headers)) expect(text).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
    }),
    { numRuns: 2000 },
  );
});
