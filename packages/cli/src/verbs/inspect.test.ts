import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

const main = new URL('../main.ts', import.meta.url).pathname;

/** Runs the command as a person would, with this on its standard input. */
const inspect = async (input: string | Buffer, ...args: string[]) => {
  const child = spawn(process.execPath, [main, 'inspect', ...args], { env: { PATH: process.env.PATH ?? '', PLIMSOLL_URL: 'http://127.0.0.1:9' }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number, out, err };
};

const lines = (out: string): unknown[] => out.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);

describe('plimsoll inspect', () => {
  test('answers each line with its findings, in order, without a server, and does not mind other members', async () => {
    const { code, out, err } = await inspect('{"text":"mail jane@example.com","id":7}\n{"text":"nothing here"}\r\n\n{"text":"card 4111 1111 1111 1111"}');
    expect([code, err]).toEqual([0, '']);
    expect(lines(out)).toEqual([
      [{ start: 5, end: 21, type: 'email', score: 0.97, why: 'e-mail address' }],
      [],
      [expect.objectContaining({ start: 5, end: 24, type: 'card' })],
    ]);
  });

  test('counts in UTF-16 units', async () => {
    const { out } = await inspect('{"text":"😀 jane@example.com"}\n');
    expect(lines(out)).toEqual([[expect.objectContaining({ start: 3, end: 19 })]]);
  });

  test('keeps to the types and the certainty that are asked for', async () => {
    const input = '{"text":"jane@example.com at 10.0.0.7"}\n';
    expect(lines((await inspect(input, '--types', 'ip')).out)).toEqual([[expect.objectContaining({ type: 'ip' })]]);
    expect(lines((await inspect(input, '--min-score', '0.96')).out)).toEqual([[expect.objectContaining({ type: 'email' })]]);
  });

  test('lists the types when none is named', async () => {
    const { code, out } = await inspect('', '--types');
    expect(code).toBe(0);
    expect(out).toMatch(/^TYPE +WHAT\nperson +name of a person\n/);
  });

  test.each([
    ['is not JSON', '{"text":"a"}\n{text}\n', 'Line 2 is not JSON.'],
    ['has no text', '{"text":"a"}\n\n{"txt":"b"}\n', 'Line 3 has no member "text" that is a string.'],
    ['has a text that is none', '{"text":7}\n', 'Line 1 has no member "text" that is a string.'],
    ['is too long', Buffer.alloc(17 * 1_024 * 1_024, 'a'), 'Line 1 is longer than 16 MiB.'],
  ])('ends with 2 and the number of a line that %s', async (_how, input, message) => {
    const { code, err } = await inspect(input);
    expect([code, err]).toEqual([2, `${message}\n`]);
  });

  test.each([[['--types', 'emial'], 'There is no type "emial"'], [['--min-score', '2'], 'It must be a number from 0 to 1']])('refuses %j', async (args, message) => {
    const { code, err } = await inspect('', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('takes no more in than it can put out: a reader that waits makes the writer wait', async () => {
    const child = spawn(process.execPath, [main, 'inspect'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const line = `{"text":"${'jane@example.com '.repeat(200)}"}\n`;
    let accepted = 0;
    // Nobody reads what comes out; what goes in has to stop.
    while (accepted < 20_000 && (child.stdin.write(line) || (await Promise.race([once(child.stdin, 'drain').then(() => true), new Promise((resolve) => setTimeout(resolve, 1_500, false))])))) accepted++;
    expect(accepted).toBeLessThan(20_000);
    child.kill();
  });
});
