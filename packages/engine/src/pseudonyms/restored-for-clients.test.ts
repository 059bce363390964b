import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readText, splitAt, streamOf } from '../streams/split-at.fixture.ts';
import { chatStream, messagesStream, tapes, type Answer } from '../translate/replies.fixture.ts';
import { anthropicReads, openAiReads } from '../translate/wire.fixture.ts';
import { exchangeOf, texts } from './exchange.fixture.ts';
import { restoredStream } from './restored-stream.ts';

const exchange = exchangeOf(1);
const { lexicon } = exchange.pseudonyms;
const usage = { input: 1, cached: 0, output: 1 };
const answer = (reasoning: string, text: string, inputs: readonly string[]): Answer => ({
  reasoning,
  text,
  calls: inputs.map((input, index) => ({ id: `call_${index}`, name: 'find_user', input: { user: input } })),
  usage,
  cutShort: false,
});
/** Halves of surrogate pairs left alone cannot come out of a client as they went in. */
const wellFormed = texts(exchange, 5, 'json').filter(({ text }) => text.isWellFormed() && text !== '');
const said = fc.tuple(wellFormed, wellFormed, fc.array(wellFormed, { maxLength: 3 }));

test("OpenAI's own client reads the restored answer", async () => {
  await fc.assert(
    fc.asyncProperty(said, tapes, fc.array(fc.nat(9000), { maxLength: 9 }), async ([reasoning, text, inputs], tape, cuts) => {
      const bytes = chatStream(answer(reasoning.text, text.text, inputs.map((input) => input.text)), tape, true);
      const { choices } = await openAiReads(await readText(restoredStream('chat', streamOf(splitAt(bytes, cuts)), lexicon)));
      expect(choices[0]?.message.content).toBe(text.expected);
      const calls = (choices[0]?.message.tool_calls ?? []).map((call) => call.type === 'function' && (JSON.parse(call.function.arguments) as unknown));
      expect(calls).toEqual(inputs.map(({ expected }) => ({ user: expected })));
    }),
    { numRuns: 60 },
  );
});

test("Anthropic's own client reads the restored answer", async () => {
  await fc.assert(
    fc.asyncProperty(said, tapes, fc.array(fc.nat(9000), { maxLength: 9 }), async ([reasoning, text, inputs], tape, cuts) => {
      const bytes = messagesStream(answer(reasoning.text, text.text, inputs.map((input) => input.text)), tape);
      const { content } = await anthropicReads(await readText(restoredStream('messages', streamOf(splitAt(bytes, cuts)), lexicon)));
      expect(content.map((block) => (block.type === 'thinking' ? block.thinking : block.type === 'text' ? block.text : block.type === 'tool_use' && block.input))).toEqual([
        reasoning.expected,
        text.expected,
        ...inputs.map(({ expected }) => ({ user: expected })),
      ]);
    }),
    { numRuns: 60 },
  );
});
