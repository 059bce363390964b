import type { JsonObject } from '@plimsoll/contract/json';
import { answer, bigramModel, end } from '@plimsoll/testkit/gguf/bigram-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents, startLocalModel, type LocalModel } from './local-model.fixture.ts';

const oneCall = '{"name":"look_up","arguments":{"city":"Oslo"}}';
const twoCalls = `[${oneCall},{"name":"now","arguments":{}}]`;

/** Would rather say "no" than answer in any form it is asked for. */
const reluctant = bigramModel({
  [answer]: { no: 0.8, '{"ok":': 0.1, [oneCall]: 0.05, [twoCalls]: 0.05 },
  '{"ok":': { maybe: 0.9, true: 0.1 },
  true: { '}': 1 },
});

/** Calls a function in the plain syntax the library documents for models without one of their own. */
const eager = bigramModel({
  [answer]: { 'Wait. ': 1 },
  'Wait. ': { '||call: ': 1 },
  '||call: ': { look_up: 1 },
  ' ': { look_up: 1 },
  look_up: { '(': 1 },
  '(': { '{"city":"Oslo"}': 1 },
  '{"city":"Oslo"}': { ')': 1 },
  ')': { [end]: 1 },
});

const lookUp = { type: 'function', function: { name: 'look_up', description: 'The weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } } };
const now = { type: 'function', function: { name: 'now' } };

let no: LocalModel;
let caller: LocalModel;
beforeAll(async () => {
  [no, caller] = await Promise.all([startLocalModel(reluctant), startLocalModel(eager)]);
});
afterAll(() => Promise.all([no.end(), caller.end()]));

const schemaFormat = (schema: JsonObject): JsonObject => ({ type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } });
const okSchema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'], additionalProperties: false };

describe('response_format', () => {
  test('json_schema holds the model to the schema, and ends with it', async () => {
    expect((await no.ask({})).choices[0]?.message.content).toBe('no');
    const { choices } = await no.ask({ response_format: schemaFormat(okSchema) });
    expect(choices[0]).toMatchObject({ message: { content: '{"ok":true}' }, finish_reason: 'stop' });
  });

  test('log-probabilities under a schema are those of the model, not of what the schema left', async () => {
    const { choices } = await no.ask({ response_format: schemaFormat(okSchema), logprobs: true });
    expect(choices[0]?.logprobs?.content?.map(({ logprob }) => logprob)).toEqual([
      expect.closeTo(Math.log(0.1), 5), expect.closeTo(Math.log(0.1), 5), expect.closeTo(0, 5),
    ]);
  });

  test('json_object holds the model to an object', async () => {
    expect((await no.ask({ response_format: { type: 'json_object' } })).choices[0]?.message.content).toBe('{"ok":true}');
  });

  test('a strict schema beyond the grammar is refused', async () => {
    const response_format = schemaFormat({ ...okSchema, minProperties: 1 });
    await expect(no.ask({ response_format })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('tools', () => {
  test('tool_choice none leaves the model to its text', async () => {
    expect((await no.ask({ tools: [lookUp], tool_choice: 'none' })).choices[0]?.message.content).toBe('no');
  });

  test('a named tool is called, whatever the model would rather say', async () => {
    const { choices } = await no.ask({ tools: [now, lookUp], tool_choice: { type: 'function', function: { name: 'look_up' } } });
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ type: 'function', function: { name: 'look_up', arguments: '{"city":"Oslo"}' } }] },
    });
  });

  test('required tools can be called in parallel, each with an id of its own', async () => {
    const { choices } = await no.ask({ tools: [lookUp, now], tool_choice: 'required' });
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => call.function)).toEqual([{ name: 'look_up', arguments: '{"city":"Oslo"}' }, { name: 'now', arguments: '{}' }]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
  });

  test('parallel_tool_calls false leaves room for one call', async () => {
    const { choices } = await no.ask({ tools: [lookUp, now], tool_choice: 'required', parallel_tool_calls: false });
    expect(choices[0]?.message.tool_calls).toHaveLength(1);
  });

  test('calls that max_tokens cuts off are not made', async () => {
    const tools = [{ type: 'function', function: { name: 'other', parameters: okSchema } }];
    const { choices } = await no.ask({ tools, tool_choice: 'required', max_tokens: 3 });
    expect(choices[0]).toMatchObject({ finish_reason: 'length' });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  test('a model that chooses to call a tool does so, after what it says', async () => {
    const { choices, usage } = await caller.ask({ tools: [lookUp] });
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Wait. ', tool_calls: [{ function: { name: 'look_up', arguments: '{"city":"Oslo"}' } }] },
    });
    expect(usage?.completion_tokens).toBeGreaterThan(3);
  });

  test('a model that chooses not to call a tool just answers', async () => {
    expect((await no.ask({ tools: [lookUp] })).choices[0]).toMatchObject({ message: { content: 'no' }, finish_reason: 'stop' });
  });

  test('a streamed call arrives with its name and whole arguments', async () => {
    const chunks = await Array.fromAsync(readEvents(await caller.call('chat', { tools: [lookUp], stream: true })));
    const calls = chunks.flatMap((chunk) => chunk?.choices[0]?.delta.tool_calls ?? []);
    expect(calls).toMatchObject([{ index: 0, type: 'function', function: { name: 'look_up', arguments: '{"city":"Oslo"}' } }]);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('calls and their results go back into the prompt', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"city":"Oslo"}' } };
    const messages = [
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
    ];
    const withResult = await no.ask({ messages, tools: [lookUp] });
    const without = await no.ask({ messages: messages.slice(0, 1), tools: [lookUp] });
    expect(withResult.usage?.prompt_tokens ?? 0).toBeGreaterThan(without.usage?.prompt_tokens ?? 0);
  });
});
