import { limitConfig } from '@plimsoll/contract/config/limits-config';
import { expect, test } from 'vitest';
import { Limiter } from '../../limits/limiter.ts';
import type { Provider } from '../../provider.ts';
import { catalogueOf, modelOf, pipelineOver, textOf } from '../../run-pipeline.fixture.ts';

const answering = (kind: string, text: string): Provider => ({
  kind,
  operations: ['chat'],
  call: ({ stream }) =>
    Promise.resolve({
      status: 200,
      headers: {},
      body: stream
        ? (async function* () {
            yield Buffer.from(`data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`);
            yield Buffer.from('data: [DONE]\n\n');
          })()
        : Buffer.from(JSON.stringify({ choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5 } })),
    }),
  close: () => Promise.resolve(),
});

const [gpt, own] = [modelOf('gpt', answering('openai', 'from the cloud')), modelOf('own', answering('llama.cpp', 'from here'))];
const ask = (model: string) => ({ model, messages: [{ role: 'user', content: 'Say hello' }] });
const as = (user: string) => ({ 'x-plimsoll-user': user });

const limitedBy = (rule: Record<string, unknown>) => {
  const limiter = new Limiter({ cloud: limitConfig.parse(rule) });
  return { limiter, ...pipelineOver(catalogueOf(gpt, own), { limiter }) };
};

test('a user whose cloud requests are used up is answered by the local model of the route; others are not', async () => {
  const { ask: send, records } = limitedBy({ per: 'user', at: 'cloud', requests_per_minute: 2 });
  for (let request = 0; request < 2; request += 1) expect(await textOf(await send('chat', ask('all'), as('ada')))).toContain('from the cloud');
  expect(await textOf(await send('chat', ask('all'), as('ada')))).toContain('from here');
  expect(records.at(-1)?.attempts).toMatchObject([{ model: 'gpt', errorCode: 'rate_limited' }, { model: 'own', errorCode: null }]);
  // What was refused here cost nothing; the call costs what its answer cost.
  expect(records.at(-1)?.costPicoUsd).toBe(records.at(-1)?.attempts[1]?.costPicoUsd);
  expect(records.at(-1)?.costPicoUsd).not.toBeNull();
  expect(await textOf(await send('chat', ask('all'), as('grace')))).toContain('from the cloud');
});

test('with nothing else to go to it is refused, and told when to come again', async () => {
  const { ask: send } = limitedBy({ per: 'user', at: 'cloud', requests_per_minute: 1 });
  await send('chat', ask('gpt'), as('ada'));
  await expect(send('chat', ask('gpt'), as('ada'))).rejects.toMatchObject({ code: 'rate_limited', retryAfterS: 60, message: expect.stringContaining('Rule "cloud" allows 1 requests per minute.') });
  expect(await textOf(await send('chat', ask('own'), as('ada')))).toContain('from here');
});

test('a rule at one model counts that model by whatever name it was asked for, and no other', async () => {
  const { ask: send } = limitedBy({ per: 'model', at: 'gpt', requests_per_minute: 2 });
  await send('chat', ask('gpt'), as('ada'));
  await send('chat', ask('all'), as('grace'));
  await expect(send('chat', ask('gpt'), as('linus'))).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await textOf(await send('chat', ask('own')))).toContain('from here');
});

test('a stream holds its place at the model to its end, and tokens are made good by what was used', async () => {
  const { ask: send, limiter } = limitedBy({ per: 'tenant', at: 'cloud', concurrent_streams: 1, tokens_per_minute: 1000 });
  const reply = await send('chat', { ...ask('gpt'), stream: true });
  expect(limiter.view()[0]?.running).toBe(1);
  expect(await textOf(await send('chat', { ...ask('all'), stream: true }))).toContain('from here');
  await textOf(reply);
  expect(limiter.view()[0]?.running).toBe(0);
  expect(await textOf(await send('chat', { ...ask('all'), stream: true }))).toContain('from the cloud');
});
