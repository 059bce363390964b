/**
 * Conformance: answers to chat and messages, whole and streamed, are valid in their protocol and the same either way.
 */
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { anyNumber, anyText, ask, readAll, readJson, type AskOptions } from './ask.ts';
import { joinChat, joinMessages, readChat, readMessages, type Joined } from './read-stream.ts';
import type { ProviderUnderTest, Subject } from './traits.ts';

export type Conversation = 'chat' | 'messages';

/** All choices of an answer; messages have one. */
export const answersTo = async (under: ProviderUnderTest, operation: Conversation, options: AskOptions): Promise<readonly Joined[]> => {
  const reply = await ask(under, operation, options);
  if (reply.status !== 200) throw new Error(`status ${reply.status}: ${(await readAll(reply)).toString('utf8')}`);
  if (options.stream === true) {
    expect(reply.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(reply.body, 'a stream').not.toBeInstanceOf(Uint8Array);
    const bytes = await readAll(reply);
    return operation === 'chat' ? joinChat(bytes) : [joinMessages(bytes)];
  }
  expect(reply.headers['content-type']).toMatch(/^application\/json/);
  const answer = await readJson(reply);
  return operation === 'chat' ? readChat(answer) : [readMessages(answer)];
};

export const answerTo = async (under: ProviderUnderTest, operation: Conversation, options: AskOptions = {}): Promise<Joined> => {
  const [first] = await answersTo(under, operation, options);
  if (first === undefined) throw new Error('no choice came back');
  return first;
};

/** Chat streams say their usage only when asked to. */
const withUsage: JsonObject = { stream_options: { include_usage: true } };
export const usageOf = (operation: Conversation): JsonObject => (operation === 'chat' ? withUsage : {});

const endings = { chat: ['stop', 'length', 'tool_calls'], messages: ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use'] } as const;
const cutOff = { chat: 'length', messages: 'max_tokens' } as const;

export const describeAnswers = ({ get }: Subject, operation: Conversation): void => {
  test('a whole answer is valid in its protocol and says what it took', async () => {
    const answer = await readJson(await ask(get(), operation));
    expect(answer).toMatchObject(
      operation === 'chat'
        ? { id: anyText, object: 'chat.completion', created: anyNumber, model: anyText }
        : { id: anyText, type: 'message', role: 'assistant', model: anyText, stop_sequence: null },
    );
    const joined = operation === 'chat' ? readChat(answer)[0] : readMessages(answer);
    expect(joined?.text).not.toBe('');
    expect(endings[operation]).toContain(joined?.finish);
    expect(joined?.inputTokens).toBeGreaterThan(0);
    expect(joined?.outputTokens).toBeGreaterThan(0);
  });

  test('a stream is well formed, ends as its protocol says and makes up the whole answer', async () => {
    const whole = await answerTo(get(), operation);
    const streamed = await answerTo(get(), operation, { stream: true, body: usageOf(operation) });
    expect(streamed).toEqual(whole);
  });

  if (operation === 'chat') {
    test('a stream says what it took only when asked', async () => {
      const streamed = await answerTo(get(), operation, { stream: true });
      expect(streamed.outputTokens).toBeNull();
    });
  }

  test.each([false, true])('no answer is longer than max_tokens (stream: %s)', async (stream) => {
    const answer = await answerTo(get(), operation, { stream, body: { max_tokens: 3, ...usageOf(operation) } });
    expect(answer.outputTokens).toBe(3);
    expect(answer.finish).toBe(cutOff[operation]);
    expect(answer.text).not.toBe('');
  });

  test('calls side by side each get their own answer', async () => {
    const alone = await answerTo(get(), operation, { stream: true });
    const limits = [2, 3, 4, 64, 2, 3, 4, 64];
    const together = await Promise.all(
      limits.map((limit, index) => answerTo(get(), operation, { stream: index % 2 === 0, body: { max_tokens: limit } })),
    );
    for (const [index, { text }] of together.entries()) {
      expect(alone.text.startsWith(text)).toBe(true);
      if (limits[index] === 64) expect(text).toBe(alone.text);
      else expect(text.length).toBeLessThan(alone.text.length);
    }
  });
};
