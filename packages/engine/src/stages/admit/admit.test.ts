import { limitConfig } from '@plimsoll/contract/config/limits-config';
import { expect, test } from 'vitest';
import { Limiter } from '../../limits/limiter.ts';
import { catalogueOf, modelOf, pipelineOver, textOf } from '../../run-pipeline.fixture.ts';
import type { Provider } from '../../provider.ts';

const whole = { choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5 } };

const provider = (fails = false): Provider => ({
  kind: 'simulated',
  operations: ['chat', 'messages'],
  call: ({ stream, operation, signal }) => {
    if (fails) return Promise.reject(new Error('broken'));
    const body = operation === 'messages' ? { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hello' }], stop_reason: 'end_turn', usage: { input_tokens: 10, output_tokens: 5 } } : whole;
    if (!stream) return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) });
    return Promise.resolve({
      status: 200,
      headers: {},
      body: (async function* () {
        yield Buffer.from('data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n');
        signal.throwIfAborted();
        yield Buffer.from('data: [DONE]\n\n');
      })(),
    });
  },
  close: () => Promise.resolve(),
});

const limited = (limits: Record<string, unknown>, fails = false) => {
  const limiter = new Limiter({ rule: limitConfig.parse({ per: 'key', ...limits }) });
  return { limiter, ...pipelineOver(catalogueOf(modelOf('m', provider(fails))), { limiter }) };
};

const ask = { model: 'm', messages: [{ role: 'user', content: 'Say hello' }] };
const running = (limiter: Limiter): number | undefined => limiter.view()[0]?.running;

test('what is left is told in the headers that the caller\'s client reads', async () => {
  const { ask: send } = limited({ requests_per_minute: 60, tokens_per_minute: 6000 });
  const reply = await send('chat', ask);
  expect(reply.headers).toMatchObject({ 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-limit-tokens': '6000' });
  const other = await send('messages', { ...ask, max_tokens: 10 });
  expect(other.headers).toMatchObject({ 'anthropic-ratelimit-requests-limit': '60', 'anthropic-ratelimit-requests-remaining': '58' });
  expect(other.headers['anthropic-ratelimit-requests-reset']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('too many are refused with the rule and when to come again, and the refusal is on record', async () => {
  const { ask: send, records } = limited({ requests_per_minute: 1 });
  await send('chat', ask);
  await expect(send('chat', ask)).rejects.toMatchObject({ code: 'rate_limited', retryAfterS: 60, message: expect.stringContaining('Rule "rule" allows 1 requests per minute.'), headers: { 'x-ratelimit-limit-requests': '1', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': expect.stringMatching(/^(60|59.\d+)s$/) } });
  expect(records.at(-1)).toMatchObject({ errorCode: 'rate_limited', status: 429, attempts: [] });
});

test('a stream holds its slot to its end', async () => {
  const { ask: send, limiter } = limited({ concurrent_streams: 1 });
  const reply = await send('chat', { ...ask, stream: true });
  expect(running(limiter)).toBe(1);
  await expect(send('chat', { ...ask, stream: true })).rejects.toMatchObject({ code: 'rate_limited' });
  await send('chat', ask);
  await textOf(reply);
  expect(running(limiter)).toBe(0);
  await textOf(await send('chat', { ...ask, stream: true }));
});

test('limits: a client that crashes, or never reads its stream, leaves no slot taken', async () => {
  const { ask: send, limiter, leave } = limited({ concurrent: 1 });
  await send('chat', { ...ask, stream: true });
  expect(running(limiter)).toBe(1);
  leave();
  expect(running(limiter)).toBe(0);
});

test('a call that fails gives its slot back', async () => {
  const { ask: send, limiter } = limited({ concurrent: 1 }, true);
  await expect(send('chat', ask)).rejects.toBeDefined();
  await expect(send('chat', ask)).rejects.not.toMatchObject({ code: 'rate_limited' });
  expect(running(limiter)).toBe(0);
});

test('limits: a caller who hangs up pays for the tokens that were used', async () => {
  const { ask: send, limiter, leave } = limited({ tokens_per_minute: 100, concurrent: 1 });
  const reply = await send('chat', { ...ask, stream: true });
  leave();
  expect(running(limiter)).toBe(0);
  await textOf(reply).catch(() => undefined);
  await reply.account;
  const { headers } = await send('chat', ask, {}, new AbortController().signal);
  expect(Number(headers['x-ratelimit-remaining-tokens'])).toBeLessThan(100);
});

test('tokens that a failed attempt may have used are charged', async () => {
  const { ask: send, limiter } = limited({ tokens_per_minute: 100, concurrent: 1 });
  const failing = pipelineOver(
    catalogueOf(modelOf('m', { ...provider(), call: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('<html>') }) })),
    { limiter },
  );
  await expect(failing.ask('chat', ask)).rejects.toMatchObject({ code: 'provider_invalid_reply' });
  const { headers } = await send('chat', ask);
  // The call that answered estimates some twenty; the failed one had a prompt too.
  const left = Number(headers['x-ratelimit-remaining-tokens']);
  expect(left).toBeLessThan(100 - Math.ceil(JSON.stringify(ask).length / 4));
});
