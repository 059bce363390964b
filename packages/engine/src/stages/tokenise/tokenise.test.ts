import { randomBytes } from 'node:crypto';
import { isJsonObject, type Json } from '@plimsoll/contract/json';
import { expect, test } from 'vitest';
import { ReplyCache } from '../../cache/reply-cache.ts';
import { findSensitive } from '../../detection/find-sensitive.ts';
import type { Guard } from '../../guardrails/guard.ts';
import type { Provider } from '../../provider.ts';
import { tenantDigest } from '../../pseudonyms/tenant-digest.ts';
import { catalogueOf, modelOf, pipelineOver, textOf } from '../../run-pipeline.fixture.ts';

const keys = new Map<string, Uint8Array>();
const guarding = (own: Partial<Guard> = {}): Guard => ({
  find: (text) => findSensitive(text, { overlaps: 'kept' }),
  treatmentOf: () => 'pseudonymise',
  digestOf: (tenant) => {
    const key = keys.get(tenant) ?? randomBytes(32);
    keys.set(tenant, key);
    return tenantDigest(key);
  },
  observes: false,
  longestText: 100_000,
  allowsUnreadable: false,
  ...own,
});

/** Answers with what it was told, and remembers it. `every` cuts its streams into pieces of so many bytes. */
const echo = (every = Infinity) => {
  const seen: string[] = [];
  const provider: Provider = {
    kind: 'simulated',
    operations: ['chat', 'messages', 'embeddings'],
    call: ({ body, bytes, stream, operation }) => {
      seen.push(Buffer.from(bytes).toString('utf8'));
      const said = lastText(body.messages);
      const call = { id: 'c1', type: 'function', function: { name: 'mail', arguments: JSON.stringify({ to: said, "o'clock": 1 }) } };
      const headers = { 'content-type': stream ? 'text/event-stream' : 'application/json', 'content-length': '9' };
      if (operation === 'embeddings') return whole(headers, { data: [{ embedding: [1], index: 0 }], usage: { prompt_tokens: 1 } });
      if (operation === 'messages') return whole(headers, { type: 'message', role: 'assistant', content: [{ type: 'text', text: said }, { type: 'tool_use', id: 't', name: 'mail', input: { to: said } }], stop_reason: 'tool_use', usage: { input_tokens: 1, output_tokens: 1 } });
      if (!stream) return whole(headers, { choices: [{ index: 0, message: { role: 'assistant', content: said, tool_calls: [call] }, finish_reason: 'tool_calls' }], usage: { prompt_tokens: 1, completion_tokens: 1 } });
      const events = [...said.split('').map((letter) => ({ content: letter })), ...call.function.arguments.split('').map((letter) => ({ content: '', tool_calls: [{ index: 0, function: { arguments: letter } }] }))];
      const bytesOut = Buffer.from([...events.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })), { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + 'data: [DONE]\n\n');
      return Promise.resolve({ status: 200, headers, body: cut(bytesOut, every) });
    },
    close: () => Promise.resolve(),
  };
  return { provider, seen };
};

const whole = (headers: Record<string, string>, body: Json) => Promise.resolve({ status: 200, headers, body: Buffer.from(JSON.stringify(body)) });

async function* cut(bytes: Buffer, every: number) {
  for (let at = 0; at < bytes.length; at += Math.min(every, bytes.length)) yield bytes.subarray(at, at + every);
}

const lastText = (messages: Json | undefined): string => {
  const last: Json = Array.isArray(messages) ? ((messages as readonly Json[]).at(-1) ?? null) : null;
  return isJsonObject(last) && typeof last.content === 'string' ? last.content : '';
};

const address = 'jane.roe@acme-mail.com';
const says = `Write to ${address} about it.`;
const request = { model: 'm', messages: [{ role: 'user', content: says }] };

/** What a client would make of a chat stream. */
const assembled = (stream: string): { readonly content: string; readonly args: string } => {
  const deltas = stream.split('\n\n').filter((event) => event.startsWith('data: {')).map((event) => (JSON.parse(event.slice(6)) as { choices: { delta: { content?: string; tool_calls?: { function: { arguments: string } }[] } }[] }).choices[0]?.delta);
  return { content: deltas.map((delta) => delta?.content ?? '').join(''), args: deltas.map((delta) => delta?.tool_calls?.[0]?.function.arguments ?? '').join('') };
};

test('what was found never reaches the provider, and is back in the answer', async () => {
  const { provider, seen } = echo();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding(), keepContent: true });
  const reply = await ask('chat', request);
  expect(seen).toHaveLength(1);
  expect(seen[0]).not.toContain('jane');
  expect(seen[0]).toContain('@example.invalid about it.');
  expect(await textOf(reply)).toContain(`"content":"${says}"`);
  expect(reply.headers['content-length']).toBeUndefined();
  // The record keeps the stand-ins.
  expect(records[0]).toMatchObject({ guarded: { found: { email: 1 }, unreadable: 0, observed: false }, outcome: 'ok' });
  expect(JSON.stringify(records)).not.toContain('jane');
  expect(records[0]?.content?.reply).toContain('@example.invalid');
});

test('isolation: personal data split across the chunks of a stream neither leaks nor stays a stand-in', async () => {
  for (const every of [1, 7, 64, Infinity]) {
    const { provider, seen } = echo(every);
    const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding(), keepContent: true });
    const { content } = assembled(await textOf(await ask('chat', { ...request, stream: true })));
    expect(content, `pieces of ${every} bytes`).toBe(says);
    expect(seen.join('')).not.toContain('jane');
    expect(JSON.stringify(records)).not.toContain('jane');
  }
});

test('isolation: the arguments of tool calls are restored, whole and streamed, in both protocols', async () => {
  const { provider } = echo(5);
  const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding() });
  const chat = JSON.parse(await textOf(await ask('chat', request))) as { choices: { message: { tool_calls: { function: { arguments: string } }[] } }[] };
  expect(JSON.parse(chat.choices[0]?.message.tool_calls[0]?.function.arguments ?? '')).toEqual({ to: says, "o'clock": 1 });
  const { args } = assembled(await textOf(await ask('chat', { ...request, stream: true })));
  expect(JSON.parse(args)).toEqual({ to: says, "o'clock": 1 });
  const messages = JSON.parse(await textOf(await ask('messages', { ...request, max_tokens: 9 }))) as { content: { input?: Json }[] };
  expect(messages.content[1]?.input).toEqual({ to: says });
});

test('isolation: findings that overlap become one stand-in, and no piece of either is left', async () => {
  const { provider, seen } = echo();
  const guard = guarding({
    find: (text) =>
      ['jane.roe@acme-mail.com', 'roe@acme', 'acme-mail.com about'].flatMap((value, index) => {
        const start = text.indexOf(value);
        return start < 0 ? [] : [{ start, end: start + value.length, type: index === 0 ? 'email' : 'organisation', score: 0.9, why: 'test' }];
      }),
  });
  const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard });
  const text = await textOf(await ask('chat', request));
  expect(seen[0]).not.toMatch(/jane|roe|acme|about/);
  expect(text).toContain(`"content":"${says}"`);
});

test('an address within a web address that may pass does not pass with it', async () => {
  const { provider, seen } = echo();
  const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ treatmentOf: ({ type }) => (type === 'url' ? 'allow' : 'pseudonymise') }) });
  const content = `See https://acme-mail.com/unsubscribe?who=${address} and https://acme-mail.com/help`;
  expect(await textOf(await ask('chat', { model: 'm', messages: [{ role: 'user', content }] }))).toContain(content);
  expect(seen[0]).not.toContain('jane');
  expect(seen[0]).toContain('https://acme-mail.com/help');
  const hidden = Buffer.from(`https://acme-mail.com is where ${address} works, as everybody knows`).toString('base64');
  await ask('chat', { model: 'm', messages: [{ role: 'user', content: `Decode ${hidden} for me` }] });
  expect(seen[1]).not.toContain(hidden);
});

test.each([
  ['the detector', { find: () => { throw new Error(`broken by ${address}`); } }],
  ['the policy', { treatmentOf: () => { throw new Error('broken'); } }],
  ['the key', { digestOf: () => { throw new Error('broken'); } }],
  ['a detector that finds what is not there', { find: () => [{ start: 0, end: 10_000, type: 'email', score: 1, why: '' }] }],
] satisfies [string, Partial<Guard>][])('isolation: where %s fails, nothing is sent and nothing kept', async (_what, broken) => {
  const { provider, seen } = echo();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding(broken), keepContent: true });
  for (const stream of [false, true]) await expect(ask('chat', { ...request, stream })).rejects.toMatchObject({ code: 'guardrail_failed', message: expect.not.stringContaining('jane') });
  expect(seen).toEqual([]);
  expect(records).toHaveLength(2);
  expect(JSON.stringify(records)).not.toContain('jane');
  expect(records[0]).toMatchObject({ errorCode: 'guardrail_failed', attempts: [] });
  // Nor does the log, which gets the cause.
  const failure = await ask('chat', request).catch((error: unknown) => error);
  expect(failure instanceof Error && failure.cause instanceof Error ? `${failure.cause.message} ${failure.cause.stack}` : 'jane').not.toContain('jane');
});

test('every text that a model is shown is looked through: system, tools, results, arguments and metadata', async () => {
  const { provider, seen } = echo();
  const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding() });
  const hidden = Array.from({ length: 9 }, (_, index) => `jane${index}@acme-mail.com`);
  await textOf(await ask('chat', {
    model: 'm',
    user: hidden[0],
    metadata: { by: hidden[1] },
    tools: [{ type: 'function', function: { name: 'mail', description: `As ${hidden[2]}`, parameters: { type: 'object', properties: { to: { type: 'string', description: hidden[3] } } } } }],
    messages: [
      { role: 'system', content: `You work for ${hidden[4]}.` },
      { role: 'user', content: [{ type: 'text', text: `From ${hidden[5]}` }] },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c0', type: 'function', function: { name: 'mail', arguments: JSON.stringify({ to: hidden[6], deep: [{ cc: hidden[7] }] }) } }] },
      { role: 'tool', tool_call_id: 'c0', content: JSON.stringify({ sent: hidden[8] }) },
      { role: 'user', content: 'Thanks' },
    ],
  }));
  const sent = seen[0] ?? '';
  for (const value of hidden) expect(sent).not.toContain(value);
  expect(sent.match(/@example\.invalid/g)).toHaveLength(9);
  const { tools, messages } = JSON.parse(sent) as { tools: [{ function: { name: string; parameters: { properties: { to: { type: string } } } } }]; messages: { tool_calls?: { function: { arguments: string } }[] }[] };
  expect(tools[0].function.name).toBe('mail');
  expect(tools[0].function.parameters.properties.to.type).toBe('string');
  expect(JSON.parse(messages[2]?.tool_calls?.[0]?.function.arguments ?? '')).toMatchObject({ to: expect.stringContaining('@example.invalid') });
});

test('nothing is found only up to a point: thousands of values in one text are all hidden, and what hides behind look-alikes is too', async () => {
  const { provider, seen } = echo();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ longestText: 1_000_000 }) });
  const customers = Array.from({ length: 2_600 }, (_, index) => `${index};customer${index}@acme-mail.com`).join('\n');
  await ask('chat', { model: 'm', messages: [{ role: 'user', content: customers }] });
  expect(seen[0]).not.toContain('@acme-mail.com');
  expect(records[0]?.guarded?.found['email']).toBe(2_600);
  const behind = `${'password: changeme\n'.repeat(520)}password: "hunter2Zx9qLw"\n${Array.from({ length: 40 }, (_, index) => Buffer.from(`nothing in here, number ${index}`).toString('base64')).join('\n')}\n${Buffer.from(`write to ${address} about it`).toString('base64')}`;
  await ask('chat', { model: 'm', messages: [{ role: 'user', content: behind }] });
  expect(seen[1]).not.toContain('hunter2Zx9qLw');
  expect(seen[1]).not.toContain(Buffer.from(`write to ${address} about it`).toString('base64'));
});

test('the cache keeps stand-ins, and each caller gets the values of its own request', async () => {
  const { provider, seen } = echo();
  const kept: string[] = [];
  const cache = new ReplyCache({ ttlMs: 60_000, maxBytes: 1_000_000, maxEntryBytes: 100_000 });
  const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding(), reuse: { cache, near: null, routes: null, observes: false, version: () => '1', onKept: ({ body }) => void kept.push(body.toString('utf8')) } });
  const [first, again] = [await textOf(await ask('chat', request)), await ask('chat', request)];
  expect(again.headers['x-plimsoll-cache']).toBe('exact');
  expect(await textOf(again)).toBe(first);
  expect(first).toContain(address);
  expect(seen).toHaveLength(1);
  expect(kept.join('')).not.toContain('jane');
});

test('what cannot be looked into is refused, unless that is allowed', async () => {
  const { provider, seen } = echo();
  const image = { model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }] };
  const strict = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding() });
  await expect(strict.ask('chat', image)).rejects.toMatchObject({ code: 'guardrail_unreadable' });
  await expect(strict.ask('embeddings', { model: 'm', input: [[1, 2, 3]] })).rejects.toMatchObject({ code: 'guardrail_unreadable' });
  await expect(pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ longestText: 20 }) }).ask('chat', request)).rejects.toMatchObject({ code: 'guardrail_too_large' });
  expect(seen).toEqual([]);
  const lenient = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ allowsUnreadable: true }) });
  await lenient.ask('chat', image);
  expect(lenient.records[0]).toMatchObject({ guarded: { unreadable: 1 } });
  await lenient.ask('embeddings', { model: 'm', input: [says] });
  expect(seen[1]).not.toContain('jane');
});

test('a guard that only watches changes nothing, stops nobody, and writes down what it found', async () => {
  const { provider, seen } = echo();
  const { ask, records } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ observes: true, longestText: 1_000 }) });
  await ask('chat', request);
  expect(JSON.parse(seen[0] ?? '')).toMatchObject({ messages: request.messages });
  expect(records[0]).toMatchObject({ guarded: { found: { email: 1 }, observed: true } });
  const broken = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ observes: true, find: () => { throw new Error('broken'); } }) });
  await broken.ask('chat', request);
  expect(seen).toHaveLength(2);
});

test('treatments other than stand-ins stay as they are in the answer', async () => {
  for (const [treatment, shown] of [['redact', '[EMAIL]'], ['mask', '****'], ['hash', '[EMAIL:']] as const) {
    const { provider, seen } = echo();
    const { ask } = pipelineOver(catalogueOf(modelOf('m', provider)), { guard: guarding({ treatmentOf: () => treatment }) });
    const text = await textOf(await ask('chat', request));
    expect(seen[0]).toContain(shown);
    expect(text).toContain(shown);
    expect(text + (seen[0] ?? '')).not.toContain('jane');
  }
});
