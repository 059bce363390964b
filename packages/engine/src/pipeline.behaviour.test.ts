import { createSimulatedProvider } from '@plimsoll/testkit/simulated/simulated-provider';
import { describe, expect, test } from 'vitest';
import { catalogueOf, modelOf, pipelineOver, textOf } from './run-pipeline.fixture.ts';
import { isStream } from './reply.ts';

const chat = (more: object = {}) => ({ model: 'small', messages: [{ role: 'user', content: 'Say something.' }], ...more });
const simulated = (behaviour: object = {}, operations?: readonly ('chat' | 'messages' | 'embeddings')[]) =>
  createSimulatedProvider({ behaviour: { tokens: 5, ...behaviour }, ...(operations === undefined ? {} : { operations }) });

describe('a whole answer', () => {
  test('passes every stage and leaves one record with tokens, cost and times', async () => {
    const { ask, records, begun } = pipelineOver(catalogueOf(modelOf('small', simulated())));
    const reply = await ask('chat', chat(), { 'x-plimsoll-user': 'ada', 'x-plimsoll-feature': 'triage' });
    expect(reply.status).toBe(200);
    expect(JSON.parse(await textOf(reply)).object).toBe('chat.completion');
    expect(begun).toHaveLength(1);
    const [record] = records;
    expect(records).toHaveLength(1);
    expect(record).toMatchObject({
      outcome: 'ok', status: 200, tenant: 'acme', app: 'shop', user: 'ada', feature: 'triage', session: null,
      requestedModel: 'small', route: 'small', model: 'small', provider: 'simulated', priceCertainty: 'exact', content: null, finishReason: 'stop',
    });
    expect(record?.usage).toMatchObject({ output: 5, source: 'provider' });
    expect(record?.costPicoUsd).toBe(String((record?.usage.input ?? 0) + 5));
    expect(record?.stages.map(({ stage }) => stage)).toEqual(['record', 'identify', 'read', 'compose', 'route', 'reserve', 'call']);
    expect(reply.headers['x-plimsoll-model']).toBe('small');
    expect(reply.headers['x-plimsoll-cost-usd']).toMatch(/^0\.0+\d+$/);
  });

  test('content is kept only where it is configured', async () => {
    const kept = pipelineOver(catalogueOf(modelOf('small', simulated({ text: 'kept answer' }))), { keepContent: true });
    await kept.ask('chat', chat());
    expect(kept.records[0]?.content?.request).toMatchObject({ model: 'small' });
    expect(kept.records[0]?.content?.reply).toContain('kept answer');
    const off = pipelineOver(catalogueOf(modelOf('small', simulated({ text: 'never kept' }))));
    await off.ask('chat', chat());
    expect(JSON.stringify(off.records)).not.toContain('never kept');
    expect(JSON.stringify(off.records)).not.toContain('Say something.');
  });

  test('a price that is unknown is marked and never zero', async () => {
    const unknown = () => ({ costPicoUsd: null, certainty: 'unknown' as const, source: null });
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated(), unknown)));
    const reply = await ask('chat', chat());
    expect(records[0]).toMatchObject({ costPicoUsd: null, priceCertainty: 'unknown' });
    expect(reply.headers['x-plimsoll-cost-usd']).toBeUndefined();
  });
});

describe('a streamed answer', () => {
  test('the usage chunk we asked for is ours, and the rest is untouched', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ text: 'one two three' }))));
    const mine = await textOf(await ask('chat', chat({ stream: true, stream_options: { include_usage: true } })));
    const theirs = await textOf(await ask('chat', chat({ stream: true })));
    expect(mine).toContain('"usage":{');
    expect(theirs).not.toContain('"usage":{');
    expect(theirs).toContain('data: [DONE]');
    expect(records).toHaveLength(2);
    expect(records[1]?.usage).toMatchObject({ output: records[0]?.usage.output, source: 'provider' });
    expect(records[1]?.firstByteUs).toBeGreaterThan(0);
  });

  test('usage that never arrives is counted and marked as an estimate', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ usage: false, text: 'one two three four five six' }))));
    await textOf(await ask('chat', chat({ stream: true })));
    expect(records[0]).toMatchObject({ outcome: 'ok', priceCertainty: 'estimated' });
    expect(records[0]?.usage.source).toBe('counted');
    expect(records[0]?.usage.output).toBe(6);
    expect(records[0]?.usage.input).toBeGreaterThan(2);
  });

  test('an abandoned stream is billed for what was produced', async () => {
    const { ask, records, leave } = pipelineOver(catalogueOf(modelOf('small', simulated({ tokens: 1000, tokensPerSecond: 200 }))));
    const reply = await ask('chat', chat({ stream: true }));
    if (!isStream(reply.body)) throw new Error('expected a stream');
    let pieces = 0;
    await expect(async () => {
      for await (const piece of reply.body as AsyncIterable<Uint8Array>) {
        pieces += piece.length > 0 ? 1 : 0;
        if (pieces === 10) leave();
      }
    }).rejects.toThrow(/closed the connection/);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: 'abandoned', errorCode: 'caller_left', status: 200, priceCertainty: 'estimated' });
    expect(records[0]?.usage.output).toBeGreaterThan(3);
    expect(records[0]?.usage.output).toBeLessThan(100);
  });

  test('a provider that closes early makes an error after what was passed on, and a record that says so', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ tokens: 20, drop: 5 }))));
    const reply = await ask('chat', chat({ stream: true }));
    await expect(textOf(reply)).rejects.toMatchObject({ code: 'provider_closed' });
    expect(records[0]).toMatchObject({ outcome: 'error', errorCode: 'provider_closed' });
    expect(records[0]?.usage.output).toBeGreaterThan(0);
  });
});

describe('fallback', () => {
  test('goes to the next candidate when one fails before its reply, and records both', async () => {
    const { ask, records, begun } = pipelineOver(catalogueOf(modelOf('small', simulated({ status: 500 })), modelOf('strong', simulated())));
    const reply = await ask('chat', chat({ model: 'all' }));
    expect(reply.headers['x-plimsoll-model']).toBe('strong');
    expect(reply.headers['x-plimsoll-route']).toBe('all');
    expect(begun.map(({ attempt }) => attempt.model)).toEqual(['small', 'strong']);
    expect(records).toHaveLength(1);
    expect(records[0]?.attempts).toMatchObject([
      { index: 0, outcome: 'error', errorCode: 'provider_failed', costPicoUsd: '0' },
      { index: 1, outcome: 'ok', errorCode: null },
    ]);
    expect(records[0]?.stages.filter(({ stage }) => stage === 'call').map(({ attempt }) => attempt)).toEqual([0, 1]);
  });

  test('does not repeat what lies in the request itself', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ status: 400 })), modelOf('strong', simulated())));
    const reply = await ask('chat', chat({ model: 'all' }));
    expect(reply.status).toBe(400);
    expect(records[0]?.attempts).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: 'error', errorCode: 'provider_rejected', costPicoUsd: '0' });
  });

  test('the last error is the caller\'s, in plain words, when nobody answers', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ status: 500 })), modelOf('strong', simulated({ status: 429, retryAfter: '7' }))));
    await expect(ask('chat', chat({ model: 'all' }))).rejects.toMatchObject({ code: 'provider_rate_limited', retryAfterS: 7 });
    expect(records[0]).toMatchObject({ outcome: 'error', status: 429, errorCode: 'provider_rate_limited' });
  });
});

describe('translation', () => {
  test('a messages caller is answered by a chat provider, and the other way round, streamed and whole', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated({ text: 'hello there' }, ['chat'])), modelOf('claude', simulated({ text: 'hello there' }, ['messages']))));
    const message = JSON.parse(await textOf(await ask('messages', { ...chat(), max_tokens: 50 })));
    expect(message).toMatchObject({ type: 'message', content: [{ type: 'text', text: 'hello there' }], stop_reason: 'end_turn' });
    const completion = JSON.parse(await textOf(await ask('chat', chat({ model: 'claude' }))));
    expect(completion.choices[0].message.content).toBe('hello there');
    const events = await textOf(await ask('messages', { ...chat({ stream: true }), max_tokens: 50 }));
    expect(events.match(/event: message_start/g)).toHaveLength(1);
    expect(events.match(/event: message_stop/g)).toHaveLength(1);
    const chunks = await textOf(await ask('chat', chat({ model: 'claude', stream: true })));
    expect(chunks).toContain('data: [DONE]');
    expect(records.every(({ outcome, priceCertainty }) => outcome === 'ok' && priceCertainty === 'exact')).toBe(true);
  });

  test('what a model cannot do is refused, not ignored', async () => {
    const { ask } = pipelineOver(catalogueOf(modelOf('small', simulated({}, ['messages']))));
    await expect(ask('embeddings', { model: 'small', input: 'x' })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('refusals before a provider is reached', () => {
  const setUp = () => pipelineOver(catalogueOf(modelOf('small', simulated())));

  test.each([
    ['no key', chat(), { authorization: undefined }, 'missing_key'],
    ['a wrong key', chat(), { authorization: 'Bearer bad' }, 'invalid_key'],
    ['a viewer\'s key', chat(), { authorization: 'Bearer viewer' }, 'forbidden'],
    ['another content type', chat(), { 'content-type': 'text/plain' }, 'unsupported_media_type'],
    ['an empty body', '', {}, 'invalid_json'],
    ['a body that stops', '{"model":"small","messages":[', {}, 'invalid_json'],
    ['a body that is no object', '[]', {}, 'invalid_request'],
    ['a body too deep', `{"model":"small","messages":${'['.repeat(500)}${']'.repeat(500)}}`, {}, 'too_deep'],
    ['a member given twice', '{"model":"small","model":"strong","messages":[]}', {}, 'invalid_request'],
    ['no messages', { model: 'small' }, {}, 'invalid_request'],
    ['an unknown model', chat({ model: 'smal' }), {}, 'model_not_found'],
  ])('%s', async (_what, body, headers, code) => {
    const { ask, records, begun } = setUp();
    await expect(ask('chat', body, headers as Record<string, string>)).rejects.toMatchObject({ code });
    expect(begun).toHaveLength(0);
    expect(records).toMatchObject([{ outcome: 'error', errorCode: code, attempts: [], costPicoUsd: '0' }]);
  });

  test('the place of a syntax error is named, its text is not', async () => {
    const { ask } = setUp();
    await expect(ask('chat', '{"model": "small", secret-of-the-caller')).rejects.toThrow(/position \d+/);
    await expect(ask('chat', '{"model": "small", secret-of-the-caller')).rejects.not.toThrow(/secret/);
  });

  test('an unknown model is told the nearest name', async () => {
    await expect(setUp().ask('chat', chat({ model: 'smal' }))).rejects.toThrow('did you mean "small"?');
  });
});

describe('trace context', () => {
  test('the caller\'s trace is joined, and a missing or broken one begins anew', async () => {
    const { ask, records } = pipelineOver(catalogueOf(modelOf('small', simulated())));
    await ask('chat', chat(), { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' });
    await ask('chat', chat(), { traceparent: '00-zz-b7ad6b7169203331-01' });
    expect(records[0]).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331', sampled: false });
    expect(records[1]).toMatchObject({ traceId: records[1]?.id, parentSpanId: null, sampled: true });
  });
});
