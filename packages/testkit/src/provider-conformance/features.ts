/**
 * Conformance: each feature of the protocols either works or is refused. None is ever ignored without a word.
 */
import { expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '@plimsoll/contract/json';
import { parseJson } from '../simulated/json-values.ts';
import { answersTo, answerTo, type Conversation } from './answers.ts';
import { anyList, anyNumber, anyText, expectUnsupported } from './ask.ts';
import type { Capabilities, Subject } from './traits.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false } as const;
const toolNames = ['get_weather', 'get_tide'] as const;

const tools: { readonly [name in Conversation]: readonly Json[] } = {
  chat: toolNames.map((name) => ({ type: 'function', function: { name, description: 'A tool.', parameters: schema } })),
  messages: toolNames.map((name) => ({ name, description: 'A tool.', input_schema: schema })),
};
const forcedChoice: { readonly [name in Conversation]: Json } = {
  chat: { type: 'function', function: { name: 'get_tide' } },
  messages: { type: 'tool', name: 'get_tide' },
};
const onePixelPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image: { readonly [name in Conversation]: JsonObject } = {
  chat: { type: 'image_url', image_url: { url: `data:image/png;base64,${onePixelPng}` } },
  messages: { type: 'image', source: { type: 'base64', media_type: 'image/png', data: onePixelPng } },
};

const parallelCalls = [
  { name: 'get_weather', arguments: { city: 'Malmö' } },
  { name: 'get_tide', arguments: { city: 'Sund "& Bælt"', depths: [1, 2.5], deep: { note: 'a\nb' } } },
];

export const describeFeatures = ({ get, traits }: Subject, operation: Conversation): void => {
  const feature = (name: keyof Capabilities, title: string, body: JsonObject, works: () => Promise<void>): void => {
    if (traits.capabilities[name]) test(title, works);
    else test(`${title}: refused as unsupported`, () => expectUnsupported(get(), operation, body));
  };

  if (operation === 'chat') {
    feature('n', 'n answers are given', { n: 2 }, async () => {
      for (const stream of [false, true]) expect(await answersTo(get(), operation, { stream, body: { n: 2 } })).toHaveLength(2);
    });

    feature('logprobs', 'log probabilities are given for each token', { logprobs: true }, async () => {
      for (const stream of [false, true]) {
        const answer = await answerTo(get(), operation, { stream, body: { logprobs: true, top_logprobs: 2, max_tokens: 3 } });
        expect(answer.logprobs).toHaveLength(3);
        for (const entry of answer.logprobs) {
          expect(entry).toMatchObject({ token: anyText, logprob: anyNumber, top_logprobs: anyList });
        }
        const tokens = answer.logprobs.map((entry) => (isJsonObject(entry) && typeof entry.token === 'string' ? entry.token : ''));
        expect(tokens.join('')).toBe(answer.text);
      }
    });

    feature('responseFormat', 'response_format gives JSON', { response_format: { type: 'json_object' } }, async () => {
      const format = { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } };
      for (const stream of [false, true]) {
        const answer = await answerTo(get(), operation, { stream, body: { response_format: format } });
        expect(() => parseJson(answer.text)).not.toThrow();
      }
    });
  }

  feature('tools', 'a request with tools is answered', { tools: tools[operation] }, async () => {
    const answer = await answerTo(get(), operation, { body: { tools: tools[operation] } });
    expect(answer.text !== '' || answer.tools.length > 0).toBe(true);
  });

  feature('toolChoice', 'a tool that is asked for is called', { tools: tools[operation], tool_choice: forcedChoice[operation] }, async () => {
    for (const stream of [false, true]) {
      const answer = await answerTo(get(), operation, { stream, body: { tools: tools[operation], tool_choice: forcedChoice[operation] } });
      expect(answer.tools.map(({ name }) => name)).toEqual(['get_tide']);
      expect(answer.finish).toBe(operation === 'chat' ? 'tool_calls' : 'tool_use');
    }
  });

  if (traits.simulates && traits.capabilities.tools) {
    test('parallel tool calls arrive whole, each with its own arguments', async () => {
      for (const stream of [false, true]) {
        const body = { tools: tools[operation], simulate: { toolCalls: parallelCalls, text: 'Let me look.' } };
        const answer = await answerTo(get(), operation, { stream, body });
        expect(answer.tools).toEqual(parallelCalls);
        expect(answer.text).toBe('Let me look.');
      }
    });
  }

  const seen = { messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, image[operation]] }] };
  feature('images', 'an image is accepted', seen, async () => {
    expect((await answerTo(get(), operation, { body: seen })).text).not.toBe('');
  });

  const stop = operation === 'chat' ? { stop: ['\u0001'] } : { stop_sequences: ['\u0001'] };
  feature('stop', 'stop sequences are accepted', stop, async () => {
    expect((await answerTo(get(), operation, { body: stop })).text).not.toBe('');
  });
};
