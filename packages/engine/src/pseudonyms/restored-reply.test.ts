import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '@plimsoll/contract/json';
import { escapedAt, exchangeOf, texts, values } from './exchange.fixture.ts';
import { plainContent, restoredReply, type RestoringOptions } from './restored-reply.ts';

const exchange = exchangeOf(1);
const { lexicon } = exchange.pseudonyms;
const restored = (body: string, options: RestoringOptions = plainContent): string => Buffer.from(restoredReply(Buffer.from(body), lexicon, options)).toString();
const pseudonymOf = (index: number): string => exchange.known[index]?.written ?? '';

test('every text of every choice and call is restored, and the arguments of each call parse to the original', () => {
  const arbitrary = fc.tuple(texts(exchange, 6), texts(exchange, 6), texts(exchange, 4, 'json'), texts(exchange, 4, 'json'), fc.array(fc.nat(16), { maxLength: 3 }));
  fc.assert(
    fc.property(arbitrary, ([content, reasoning, first, second, escapes]) => {
      const reply = (of: 'text' | 'expected', args: (text: string) => string): Json => ({
        choices: [
          { index: 0, message: { role: 'assistant', content: content[of], reasoning_content: reasoning[of] }, finish_reason: 'stop' },
          {
            index: 1,
            message: { tool_calls: [first[of], second[of]].map((text, index) => ({ id: `call_${index}`, function: { name: 'f', arguments: args(text) } })) },
          },
        ],
      });
      const said = JSON.parse(restored(JSON.stringify(reply('text', (text) => escapedAt(JSON.stringify({ [text]: text }), escapes))))) as {
        choices: [unknown, { message: { tool_calls: { function: { arguments: string } }[] } }];
      };
      for (const [index, call] of said.choices[1].message.tool_calls.entries()) {
        const expected = [first, second][index]?.expected ?? '';
        expect(JSON.parse(call.function.arguments)).toEqual({ [expected]: expected });
        call.function.arguments = '';
      }
      expect(said).toEqual(reply('expected', () => ''));
    }),
    { numRuns: 500 },
  );
});

test('every block of a message is restored: text, thinking, and the input of tools with its names', () => {
  fc.assert(
    fc.property(texts(exchange, 6), texts(exchange, 6), texts(exchange, 4), (text, thinking, input) => {
      const reply = (of: 'text' | 'expected'): Json => ({
        content: [
          { type: 'thinking', thinking: thinking[of], signature: 'c2lnbmF0dXJl' },
          { type: 'text', text: text[of] },
          { type: 'tool_use', id: 't', name: 'f', input: { deep: [{ [`k${input[of]}`]: input[of] }] } },
        ],
        stop_reason: 'tool_use',
      });
      expect(JSON.parse(restored(JSON.stringify(reply('text'))))).toEqual(reply('expected'));
    }),
    { numRuns: 500 },
  );
});

test('a tool whose input has a member of that name is no call of OpenAI', () => {
  const reply = (text: string): string => JSON.stringify({ content: [{ type: 'tool_use', input: { arguments: text } }] });
  expect(restored(reply(`--to ${pseudonymOf(1)}`))).toBe(reply(`--to ${values[1]?.[1] ?? ''}`));
});

test('all else keeps its bytes: spaces, order, large numbers, unknown members', () => {
  const body = `{ "z" : 12345678901234567890, "choices":[ { "message":{"content":"to ${pseudonymOf(1)}"}, "index": 0 } ], "a":1.50 }`;
  expect(restored(body)).toBe(body.replace(pseudonymOf(1), values[1]?.[1] ?? ''));
});

test('a body without pseudonyms, or that is no JSON, is the same bytes', () => {
  for (const body of ['{"choices":[{"message":{"content":"Qa"}}]}', '<html>', '', '{"a":']) {
    const bytes = Buffer.from(body);
    expect(restoredReply(bytes, lexicon)).toBe(bytes);
  }
});

test('logprobs of a choice that changed go, those of others stay', () => {
  const choice = (content: string, logprobs: Json): Json => ({ message: { content }, logprobs });
  const logprobs = { content: [{ token: pseudonymOf(1), logprob: -1 }] };
  const said = restored(JSON.stringify({ choices: [choice('x', logprobs), choice(pseudonymOf(1), logprobs)] }));
  expect(JSON.parse(said)).toEqual({ choices: [choice('x', logprobs), choice(values[1]?.[1] ?? '', null)] });
});

test('an answer that is JSON itself gets its values escaped, in both protocols', () => {
  const answer = (value: string): string => JSON.stringify({ name: value });
  const value = values[0]?.[1] ?? '';
  for (const wrap of [(text: string) => ({ choices: [{ message: { content: text } }] }), (text: string) => ({ content: [{ type: 'text', text }] })]) {
    expect(JSON.parse(restored(JSON.stringify(wrap(answer(pseudonymOf(0)))), { content: 'json' }))).toEqual(wrap(answer(value)));
  }
});

test("a provider's error that quotes the request is restored", () => {
  const error = (text: string): string => JSON.stringify({ type: 'error', error: { message: `messages.0: ${text} is not allowed` } });
  expect(restored(error(pseudonymOf(3)))).toBe(error(values[3]?.[1] ?? ''));
});
