import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Operation } from '@plimsoll/contract/operation';
import { readText, streamOf } from '../streams/split-at.fixture.ts';
import { exchangeOf } from './exchange.fixture.ts';
import { Lexicon } from './lexicon.ts';
import { restoredStream } from './restored-stream.ts';

const { pseudonyms, known } = exchangeOf(1);
const { lexicon } = pseudonyms;
const { written: name, value } = known[1] ?? { written: '', value: '' };

const through = (operation: Operation, ...chunks: string[]): Promise<string> =>
  readText(restoredStream(operation, streamOf(chunks.map((chunk) => Buffer.from(chunk))), lexicon));
const data = (json: unknown): string => `data: ${typeof json === 'string' ? json : JSON.stringify(json)}\n\n`;
const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
  data({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish, ...more }] });
const event = (value_: { type: string }): string => `event: ${value_.type}\n${data(value_)}`;
const textDelta = (text: string, index = 0): string => event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } } as { type: string });

describe('chat', () => {
  test('only the text of a delta changes: other members, their order, large numbers, spaces and further lines stay', async () => {
    const before = `: note\r\nid: 7\r\ndata: { "z":12345678901234567890, "choices":[ {"delta":{"content":"Hi ${name}","x":[1.50]},"index":0,"finish_reason":null} ] ,"a":{}}\r\n\r\n`;
    expect(await through('chat', before)).toBe(before.replace(name, value));
  });

  test('an event that differs from the one before in more than its text keeps what differs', async () => {
    const events = ['1', '2', '3'].map((n) => data(`{"a":${n},"choices":[{"index":0,"delta":{"content":"x ${name}"}}],"z":${n}}`));
    const same = events.map((each) => each.replace('"a":2', '"a":1').replace('"a":3', '"a":1'));
    const padded = ['ab', 'xyz', 'a"b', `qa${name}`].map((letters) =>
      data(`{"choices":[{"index":0,"delta":{"content":"x ${name}"}}],"obfuscation":${JSON.stringify(letters)}}`),
    );
    for (const stream of [events, same, padded, [...padded, ...events]]) expect(await through('chat', ...stream)).toBe(stream.join('').replaceAll(name, value));
  });

  test('choices are told apart though their number comes after their text, padding or not', async () => {
    for (const padding of ['', ',"obfuscation":"k"']) {
      const told = (text: string, index: number): string => data(`{"choices":[{"delta":{"content":"${text}"},"index":${index}}]${padding}}`);
      const out = await through('chat', told('x', 0), told(name.slice(0, 9), 0), told('y', 1), told(name.slice(9), 0));
      expect(out).toBe(told('x', 0) + told('', 0) + told('y', 1) + told(value, 0));
    }
  });

  test('events without anything to restore go out as the very bytes that came', async () => {
    const chunks = [chunk({ role: 'assistant', content: '' }), ': ping\n\n', chunk({ content: 'plain \\u00e9 \u{1f600}' }), 'data: [DONE]\n\n'].map((text) => Buffer.from(text));
    const out: Uint8Array[] = [];
    for await (const piece of restoredStream('chat', streamOf(chunks), lexicon)) out.push(piece);
    expect(out.every((piece, index) => piece.buffer === chunks[index]?.buffer)).toBe(true);
    expect(Buffer.concat(out).equals(Buffer.concat(chunks))).toBe(true);
  });

  test('what is held back goes out before the finish reason, in a chunk like the others', async () => {
    const out = await through('chat', chunk({ content: 'ends with Qa' }), chunk({}, 'stop'), 'data: [DONE]\n\n');
    expect(out).toBe(chunk({ content: 'ends with ' }) + chunk({ content: 'Qa' }) + chunk({}, 'stop') + 'data: [DONE]\n\n');
  });

  test('what a last chunk says and holds back stays in it', async () => {
    expect(await through('chat', chunk({ content: 'Q' }), chunk({ content: 'a' }, 'stop'))).toBe(chunk({ content: '' }) + chunk({ content: 'Qa' }, 'stop'));
  });

  test('what is held back by calls, reasoning and refusals goes out too, at the terminator or the end at the latest', async () => {
    const deltas = [
      { tool_calls: [{ index: 3, function: { arguments: '{"a":"Qa' } }] },
      { reasoning: 'Qa' },
      { reasoning_content: 'Qa' },
      { refusal: 'Qa' },
      { function_call: { arguments: '"Qa' } },
      { audio: { transcript: 'Qa' } },
      { content: [{ type: 'text', text: 'Qa' }] },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Qa' }] }] },
      { reasoning_details: [{ type: 'reasoning.text', text: 'Qa' }] },
      { tool_calls: [{ index: 1, custom: { input: 'Qa' } }] },
    ];
    for (const delta of deltas) {
      const began = JSON.stringify(delta).replace('Qa', '');
      const rest = JSON.stringify(delta).replace('{\\"a\\":\\"Qa', 'Qa').replace('\\"Qa', 'Qa');
      for (const last of ['data: [DONE]\n\n', '']) {
        const out = await through('chat', chunk(delta), last);
        expect(out).toBe(chunk(JSON.parse(began) as object) + chunk(JSON.parse(rest) as object) + last);
      }
    }
  });

  test('a name in two pieces is restored in each kind of text', async () => {
    const halves = [name.slice(0, 7), name.slice(7)];
    const kinds: readonly ((text: string) => object)[] = [
      (text) => ({ reasoning: text }),
      (text) => ({ refusal: text }),
      (text) => ({ audio: { transcript: text } }),
      (text) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }),
      (text) => ({ reasoning_details: [{ type: 'reasoning.text', text }] }),
      (text) => ({ tool_calls: [{ index: 1, custom: { input: text } }] }),
    ];
    for (const kind of kinds) {
      expect(await through('chat', ...halves.map((half) => chunk(kind(half))))).toBe(chunk(kind('')) + chunk(kind(value)));
    }
  });

  test('logprobs of a text that changed are those of another text, and go; all others stay', async () => {
    const logprobs = { content: [{ token: 'x', logprob: -0.1, bytes: [120] }] };
    const out = await through('chat', chunk({ content: 'plain' }, null, { logprobs }), chunk({ content: `to ${name}` }, null, { logprobs }));
    expect(out).toBe(chunk({ content: 'plain' }, null, { logprobs }) + chunk({ content: `to ${value}` }, null, { logprobs: null }));
  });

  test('a provider that quotes the request in its error is restored, after what was held back', async () => {
    const out = await through('chat', chunk({ content: 'Qa' }), data({ error: { message: `no such user ${name}` } }));
    expect(out).toBe(chunk({ content: '' }) + chunk({ content: 'Qa' }) + data({ error: { message: `no such user ${value}` } }));
  });

  test('an answer in JSON gets its values escaped', async () => {
    const { written, value: quoted } = known[0] ?? { written: '', value: '' };
    const stream = restoredStream('chat', streamOf([Buffer.from(chunk({ content: `{"name":"${written}"}` }))]), lexicon, { content: 'json' });
    const out = await readText(stream);
    expect(out).toBe(chunk({ content: JSON.stringify({ name: quoted }) }));
  });
});

describe('messages', () => {
  test('what is held back goes out before its block stops, and its event lines stay', async () => {
    const stop = event({ type: 'content_block_stop', index: 0 } as { type: string });
    expect(await through('messages', textDelta('ends with Qa'), stop)).toBe(textDelta('ends with ') + textDelta('Qa') + stop);
  });

  test('a block that never stops still gives up what it held, before whatever ends the message', async () => {
    for (const type of ['message_delta', 'message_stop', 'error']) {
      expect(await through('messages', textDelta('Qa', 2), event({ type }))).toBe(textDelta('', 2) + textDelta('Qa', 2) + event({ type }));
    }
  });

  test('a text that begins in the block itself goes on in its deltas', async () => {
    const start = (text: string): string => event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text } } as { type: string });
    expect(await through('messages', start(name.slice(0, 5)), textDelta(name.slice(5)))).toBe(start('') + textDelta(value));
  });

  test('citations and results of tools are restored whole, signatures stay', async () => {
    const other = (text: string): string =>
      event({ type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation: { cited_text: text, n: 1 } } } as { type: string });
    expect(await through('messages', other(name))).toBe(other(value));
    const signed = event({ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'EqQBCgIYAhIM' } } as { type: string });
    expect(await through('messages', signed)).toBe(signed);
  });
});

describe('a stream that ends badly', () => {
  async function* failing(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
    throw new Error('connection reset');
  }

  test('gives up what was held back before the error is passed on', async () => {
    let out = '';
    const read = async (): Promise<void> => {
      for await (const piece of restoredStream('chat', failing(chunk({ content: 'a Qa' })), lexicon)) out += Buffer.from(piece).toString();
    };
    await expect(read()).rejects.toThrow('connection reset');
    expect(out).toBe(chunk({ content: 'a ' }) + chunk({ content: 'Qa' }));
  });

  test('gives it up before a torn event, and after one that only lacks its blank line', async () => {
    expect(await through('chat', chunk({ content: 'Qa' }), 'data: {"choices":[{"de')).toBe(chunk({ content: '' }) + chunk({ content: 'Qa' }) + 'data: {"choices":[{"de');
    const bare = chunk({ content: 'Qa' }).trimEnd();
    expect(await through('chat', bare)).toBe(`${chunk({ content: '' }).trimEnd()}\n\n${chunk({ content: 'Qa' })}`);
  });

  test('stops its source when the caller leaves, and asks for no chunk that is not wanted yet', async () => {
    let given = 0;
    let stopped = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given += 1;
          yield Buffer.from(chunk({ content: 'x' }));
        }
      } finally {
        stopped = true;
      }
    }
    let read = 0;
    for await (const _ of restoredStream('chat', endless(), lexicon)) {
      read += 1;
      expect(given).toBe(read);
      if (read === 5) break;
    }
    expect(stopped).toBe(true);
  });
});

describe('a hostile provider', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const live = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  /** How much more is alive while the stream is read than before, in bytes. */
  const memoryAfter = async (operation: Operation, count: number, event_: (index: number) => string): Promise<number> => {
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < count; index += 1) yield Buffer.from(event_(index));
    }
    const before = live();
    let most = 0;
    let seen = 0;
    for await (const _ of restoredStream(operation, source(), lexicon)) {
      seen += 1;
      if (seen === count >> 1 || seen === count) most = Math.max(most, live());
    }
    return most - before;
  };

  test('who opens a choice, a call or a block with every event makes nothing grow', async () => {
    const opened: readonly (readonly [Operation, (index: number) => string])[] = [
      ['chat', (index) => data({ choices: [{ index, delta: { content: `${index} Qa` } }] })],
      ['chat', (index) => data({ choices: [{ index: 0, delta: { tool_calls: [{ index, function: { arguments: '"Qa' } }] } }] })],
      ['messages', (index) => textDelta('Qa', index)],
    ];
    for (const [operation, event_] of opened) expect(await memoryAfter(operation, 40_000, event_)).toBeLessThan(5e6);
  });

  test('who never ends a text, or sends only beginnings, makes nothing grow', async () => {
    for (const text of [name.slice(0, 9), '-', '&nbsp;', 'q']) {
      expect(await memoryAfter('chat', 40_000, () => chunk({ content: text }))).toBeLessThan(5e6);
    }
  });

  test('large events with a held end each are not kept', async () => {
    const filling = 'x'.repeat(500_000);
    const large = (index: number): string =>
      data({ choices: [{ index, delta: { reasoning_content: `${filling}${name.slice(0, 16)}`, content: [{ type: 'reasoning.summary', text: 'Qa' }] } }] });
    expect(await memoryAfter('chat', 150, large)).toBeLessThan(10e6);
  });

  test('beyond the texts that are kept apart, pseudonyms that come whole are still restored', async () => {
    const opening = Array.from({ length: 1500 }, (_, index) => data({ choices: [{ index, delta: { content: 'x' } }] })).join('');
    const last = (text: string): string => data({ choices: [{ index: 1499, delta: { content: text } }] });
    expect(await through('chat', opening + last(name))).toBe(opening + last(value));
  });

  test('what is no JSON, nested too deeply, or of other kinds than it should be goes through as it came', async () => {
    const odd = ['<html>', '{"choices":', '[]', '"x"', '{"choices":{"a":1}}', '{"choices":[1,null,"x"]}', '{"choices":[{"delta":[],"index":"x"}]}', `${'['.repeat(500)}${']'.repeat(500)}`, '{"choices":[{"delta":{"content":"\\x Qa"}}]}'];
    for (const operation of ['chat', 'messages'] as const) for (const each of odd) expect(await through(operation, data(each))).toBe(data(each));
  });
});

test('where there is nothing to restore the stream is the source itself', () => {
  const source = streamOf([]);
  expect(restoredStream('chat', source, new Lexicon())).toBe(source);
});

