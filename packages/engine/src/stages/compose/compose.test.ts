import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { parseObject } from '@plimsoll/contract/wire/members';
import type { Provider } from '../../provider.ts';
import { catalogueOf, modelOf, pipelineOver } from '../../run-pipeline.fixture.ts';

const keeping = () => {
  const sent: JsonObject[] = [];
  const provider: Provider = {
    kind: 'simulated',
    operations: ['chat'],
    call: ({ bytes }) => {
      sent.push(parseObject(Buffer.from(bytes).toString()) ?? {});
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Yes' }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5 } })) });
    },
    close: () => Promise.resolve(),
  };
  return { sent, provider };
};

const long: JsonObject = {
  model: 'm',
  temperature: 0.25,
  messages: [{ role: 'user', content: 'tide '.repeat(900) }, { role: 'assistant', content: 'Yes' }, { role: 'user', content: 'And now?' }],
  metadata: { kept: 'as it is' },
};
const rule = { maxInputTokens: 500, keepLastTurns: 1, dropDuplicates: false, observes: false };

test('a long request goes shorter, all else as it was; record and reply say what was left out', async () => {
  const { sent, provider } = keeping();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { shape: rule });
  const reply = await ask('chat', long);
  expect(sent[0]).toMatchObject({ messages: [{ role: 'user', content: 'And now?' }], temperature: 0.25, metadata: { kept: 'as it is' } });
  expect(records[0]?.shaped).toMatchObject({ turns: 1, trimmed: 0, duplicates: 0, observed: false });
  expect(reply.headers['x-plimsoll-shaped']).toMatch(/^turns=1, trimmed=0, duplicates=0, tokens=9\d\d-\d+$/);
  await ask('chat', { model: 'm', messages: [{ role: 'user', content: 'short' }] });
  expect(records[1]?.shaped).toBeNull();
});

test('where it only observes, the request goes as it came and the record says what would have been left out', async () => {
  const { sent, provider } = keeping();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { shape: { ...rule, observes: true } });
  const reply = await ask('chat', long);
  expect(sent[0]?.messages).toEqual(long.messages);
  expect(records[0]?.shaped).toMatchObject({ turns: 1, observed: true });
  expect(reply.headers['x-plimsoll-shaped']).toBeUndefined();
});
