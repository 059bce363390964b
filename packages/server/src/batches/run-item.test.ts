import { PlimsollError } from '@plimsoll/contract/errors';
import type { Received } from '@plimsoll/engine/exchange';
import type { Reply } from '@plimsoll/engine/reply';
import { noUsage } from '@plimsoll/contract/token-usage';
import { expect, test } from 'vitest';
import { createInProcessCallers } from './in-process-callers.ts';
import { createRunItem } from './run-item.ts';

const reply: Reply = { status: 200, headers: {}, body: Buffer.from('{}'), account: { outcome: 'ok', errorCode: null, usage: noUsage, finishReason: null, text: '', price: null } };
const call = { operation: 'chat', keyId: 'k_1', attribution: { 'x-plimsoll-user': 'ada' }, bytes: Buffer.from('{}'), stream: false } as const;
const callers = createInProcessCallers((id) => (id === 'k_1' ? { tenant: 'acme', app: 'nightly', keyId: id, role: 'app' } : null));
const runWith = (pipeline: (exchange: Received) => Promise<Reply>) =>
  createRunItem({ pipeline, callers, maxBodyBytes: () => 10, requestTimeoutMs: () => 5000, log: () => undefined });
const signal = new AbortController().signal;

test('an item calls as the holder of its key, with the attribution of the request that made the batch', async () => {
  const seen: Received[] = [];
  await runWith((exchange) => {
    seen.push(exchange);
    return Promise.resolve(reply);
  })(call, signal);
  const authenticate = callers.authenticate(() => ({ refused: 'missing_key' }));
  const headers = seen[0]?.headers ?? {};
  expect(headers).toMatchObject({ 'x-plimsoll-user': 'ada', 'content-type': 'application/json' });
  expect(authenticate(headers)).toMatchObject({ caller: { tenant: 'acme', app: 'nightly' } });
  // The same names and values from elsewhere prove nothing.
  expect(authenticate({ ...headers })).toEqual({ refused: 'missing_key' });
});

test('a limit is waited for, each try is a call of its own, and the answer is that of the last one', async () => {
  const ids: string[] = [];
  const answer = await runWith(({ id }) => {
    ids.push(id);
    return ids.length < 3 ? Promise.reject(new PlimsollError('provider_rate_limited', undefined, { retryAfterS: 0.01 })) : Promise.resolve(reply);
  })(call, signal);
  expect(new Set(ids).size).toBe(3);
  expect(answer).toMatchObject({ status: 200, requestId: ids[2] });
});

test.each(['budget_exceeded', 'provider_failed', 'revoked_key', 'invalid_request'] as const)('%s is not tried again', async (code) => {
  let tries = 0;
  const answer = await runWith(() => {
    tries++;
    return Promise.reject(new PlimsollError(code));
  })(call, signal);
  expect(tries).toBe(1);
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code } });
});

test('a body beyond the server\'s limit is that item\'s error', async () => {
  const answer = await runWith(async ({ readBody }) => {
    await readBody();
    return reply;
  })({ ...call, bytes: Buffer.alloc(11) }, signal);
  expect(answer.status).toBe(413);
});

test('what was dropped has no answer', async () => {
  const dropped = new AbortController();
  const running = runWith((exchange) => new Promise((_resolve, reject) => exchange.signal.addEventListener('abort', () => reject(new PlimsollError('not_ready')))))(call, dropped.signal);
  dropped.abort(new Error('shutting down'));
  await expect(running).rejects.toThrow('shutting down');
});
