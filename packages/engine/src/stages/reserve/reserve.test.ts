import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import { catalogueOf, modelOf, pipelineOver, textOf } from '../../run-pipeline.fixture.ts';
import type { PriceModel } from '../../price/price.ts';
import type { Provider, UpstreamRequest } from '../../provider.ts';
import { budgetOf, spendOf } from '../../spend/spend-of.fixture.ts';

/** Answers with the given usage and keeps what it was sent. */
const answering = (usage: JsonObject | null, sent: UpstreamRequest[] = [], status = 200): Provider => ({
  kind: 'simulated',
  operations: ['chat'],
  call: (request) => {
    sent.push(request);
    const body = { choices: [{ message: { role: 'assistant', content: 'Hello there' }, finish_reason: 'stop' }], ...(usage === null ? {} : { usage }) };
    return Promise.resolve({ status, headers: {}, body: Buffer.from(JSON.stringify(status < 400 ? body : { error: { message: 'no' } })) });
  },
  close: () => Promise.resolve(),
});

const ask = (more: JsonObject = {}): JsonObject => ({ model: 'm', messages: [{ role: 'user', content: 'Say hello' }], ...more });
const usage = { prompt_tokens: 10, completion_tokens: 5 };

test('holds the worst case, settles the true price, and says both in the spool\'s notes and the record', async () => {
  const { spend, purse } = spendOf(budgetOf(1_000_000n), budgetOf(500_000n, { name: 'user', each: 'user' }));
  const { ask: send, begun, records } = pipelineOver(catalogueOf(modelOf('m', answering(usage))), { spend });
  await send('chat', ask({ max_tokens: 100 }), { 'x-plimsoll-user': 'ada' });
  const held = begun[0]?.attempt.charge;
  expect(held?.accounts).toEqual(['all//total', 'user/acme%3Aada/total']);
  expect(Number(held?.picoUsd)).toBeGreaterThan(100);
  expect(records[0]?.attempts[0]?.charge).toEqual({ ...held, picoUsd: '15' });
  expect(purse.leases().map(({ heldPicoUsd, spentPicoUsd }) => ({ heldPicoUsd, spentPicoUsd }))).toEqual([
    { heldPicoUsd: 0n, spentPicoUsd: 15n },
    { heldPicoUsd: 0n, spentPicoUsd: 15n },
  ]);
});

test('a missing output limit is set, so that there is a worst case; a caller\'s own is left as it is', async () => {
  const sent: UpstreamRequest[] = [];
  const { spend } = spendOf(budgetOf(1_000_000n));
  const { ask: send } = pipelineOver(catalogueOf(modelOf('m', answering(usage, sent))), { spend });
  await send('chat', ask());
  await send('chat', ask({ max_tokens: 7 }));
  expect(JSON.parse(Buffer.from(sent[0]?.bytes ?? []).toString())).toMatchObject({ max_completion_tokens: 1000 });
  expect(sent[1]?.body).toMatchObject({ max_tokens: 7 });
  expect(sent[1]?.body).not.toHaveProperty('max_completion_tokens');
});

test('budgets: a missing max_tokens does not reserve the whole headroom; the output limit is lowered to what fits', async () => {
  const sent: UpstreamRequest[] = [];
  const { spend } = spendOf(budgetOf(400n));
  const { ask: send, records } = pipelineOver(catalogueOf(modelOf('m', answering(usage, sent))), { spend });
  await send('chat', ask());
  const limit = sent[0]?.body['max_completion_tokens'];
  expect(limit).toBeGreaterThanOrEqual(20);
  expect(limit).toBeLessThan(400);
  expect(records[0]).toMatchObject({ outcome: 'ok', costPicoUsd: '15' });
});

test('what does not fit even at the least useful length is refused in plain words, before the provider is called, and costs nothing', async () => {
  const sent: UpstreamRequest[] = [];
  const { spend, purse } = spendOf(budgetOf(25n));
  const { ask: send, records } = pipelineOver(catalogueOf(modelOf('m', answering(usage, sent))), { spend });
  await expect(send('chat', ask())).rejects.toMatchObject({ code: 'budget_exceeded', message: expect.stringContaining('Budget "all"') });
  expect(sent).toHaveLength(0);
  expect(records[0]).toMatchObject({ errorCode: 'budget_exceeded', status: 429, costPicoUsd: '0' });
  expect(records[0]?.attempts[0]?.charge).toBeNull();
  expect(purse.leases()[0]).toMatchObject({ refused: 1, heldPicoUsd: 0n, spentPicoUsd: 0n });
});

test('budgets: an unpriced model does not skip the reservation under an enforced budget, and passes under an observed one', async () => {
  const unknown: PriceModel = () => ({ costPicoUsd: null, certainty: 'unknown', source: null });
  const enforced = pipelineOver(catalogueOf(modelOf('m', answering(usage), unknown)), { spend: spendOf(budgetOf(1000n)).spend });
  await expect(enforced.ask('chat', ask())).rejects.toMatchObject({ code: 'price_unknown' });
  const observed = pipelineOver(catalogueOf(modelOf('m', answering(usage), unknown)), { spend: spendOf(budgetOf(1000n, { mode: 'observe' })).spend });
  await expect(observed.ask('chat', ask())).resolves.toMatchObject({ status: 200 });
});

test('where the dear model does not fit, the next candidate of the route may', async () => {
  const dear: PriceModel = (used) => ({ costPicoUsd: BigInt(used.input + used.output) * 1000n, certainty: 'exact', source: 'test' });
  const { spend } = spendOf(budgetOf(5000n));
  const { ask: send, records } = pipelineOver(catalogueOf(modelOf('dear', answering(usage), dear), modelOf('cheap', answering(usage))), { spend });
  await send('chat', ask({ model: 'all' }));
  expect(records[0]).toMatchObject({ model: 'cheap', outcome: 'ok' });
  expect(records[0]?.attempts.map(({ errorCode }) => errorCode)).toEqual(['budget_exceeded', null]);
});

test('an observed budget refuses nothing and counts what it would have refused', async () => {
  const { spend, purse } = spendOf(budgetOf(20n, { mode: 'observe' }));
  const { ask: send } = pipelineOver(catalogueOf(modelOf('m', answering(usage))), { spend });
  for (let call = 0; call < 3; call += 1) await send('chat', ask());
  expect(purse.leases()[0]).toMatchObject({ wouldRefuse: 3, refused: 0, spentPicoUsd: 45n });
});

test('what the provider refuses costs nothing, and what was held is free again', async () => {
  const { spend, purse } = spendOf(budgetOf(1_000_000n));
  const { ask: send, records } = pipelineOver(catalogueOf(modelOf('m', answering(usage, [], 400))), { spend });
  await send('chat', ask({ max_tokens: 10 }));
  expect(records[0]?.attempts[0]?.charge?.picoUsd).toBe('0');
  expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: 0n });
});

test('billing: a client that leaves in the middle of a stream is billed for what had been produced', async () => {
  const events = ['Hel', 'lo ', 'there'].map((content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
  const streaming: Provider = {
    ...answering(null),
    call: ({ signal }) =>
      Promise.resolve({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: (async function* () {
          for (const event of events) {
            signal.throwIfAborted();
            yield Buffer.from(event);
          }
        })(),
      }),
  };
  const { spend, purse } = spendOf(budgetOf(1_000_000n));
  const { ask: send, records, leave } = pipelineOver(catalogueOf(modelOf('m', streaming)), { spend });
  const reply = await send('chat', ask({ stream: true, max_tokens: 100 }));
  const pieces = (reply.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  await pieces.next();
  leave();
  await expect(pieces.next()).rejects.toThrow();
  const charged = BigInt(records[0]?.attempts[0]?.charge?.picoUsd ?? '0');
  expect(records[0]).toMatchObject({ outcome: 'abandoned', priceCertainty: 'estimated', costPicoUsd: charged.toString() });
  expect(charged).toBeGreaterThan(0n);
  expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: charged });
});

test('a leased budget is spent without asking anybody: 1,000 calls, one question', async () => {
  const counted = spendOf(budgetOf(10n ** 9n));
  const { ask: send } = pipelineOver(catalogueOf(modelOf('m', answering(usage))), { spend: counted.spend });
  for (let call = 0; call < 1000; call += 1) await textOf(await send('chat', ask({ max_tokens: 100 })));
  expect(counted.asked()).toBe(1);
});

test('calls in the same turn wait for one answer together', async () => {
  const counted = spendOf(budgetOf(10n ** 9n));
  const { ask: send } = pipelineOver(catalogueOf(modelOf('m', answering(usage))), { spend: counted.spend });
  await Promise.all(Array.from({ length: 50 }, () => send('chat', ask({ max_tokens: 100 }))));
  expect(counted.asked()).toBeLessThanOrEqual(2);
});

test('billing: of two attempts at one request each is billed once and neither twice, the loser for what it may have cost', async () => {
  const breaking: Provider = {
    ...answering(usage),
    // Begins to answer, and breaks off: the provider has produced what it has produced.
    call: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('<html>gateway timeout</html>') }),
  };
  const { spend, purse } = spendOf(budgetOf(1_000_000n));
  const { ask: send, records } = pipelineOver(catalogueOf(modelOf('m', breaking), modelOf('n', answering(usage))), { spend });
  const reply = await send('chat', ask({ model: 'all', max_tokens: 100 }));
  expect(reply.status).toBe(200);
  const [record] = records;
  const charged = record?.attempts.map(({ charge }) => BigInt(charge?.picoUsd ?? '-1')) ?? [];
  expect(record?.attempts.map(({ model, outcome }) => [model, outcome])).toEqual([['m', 'error'], ['n', 'ok']]);
  expect(charged[0]).toBeGreaterThan(0n);
  expect(charged[1]).toBe(15n);
  const sum = charged.reduce((total, one) => total + one, 0n);
  expect(record?.costPicoUsd).toBe(sum.toString());
  expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: sum });
});

test('local work is not free: seconds and bytes are held for, and settled as they were', async () => {
  const machine = { perSecondPicoUsd: 1_000_000_000n, perGigabytePicoUsd: 123_000_000_000n, mostSeconds: 10 };
  const slow: Provider = {
    ...answering(usage),
    call: async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return answering(usage).call(request);
    },
  };
  for (const stream of [false, true]) {
    const events = ['Hel', 'lo'].map((content) => Buffer.from(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`));
    const streamed: Provider = {
      ...slow,
      call: () =>
        Promise.resolve({
          status: 200,
          headers: { 'content-type': 'text/event-stream' },
          body: (async function* () {
            for (const event of events) {
              await new Promise((resolve) => setTimeout(resolve, 50));
              yield event;
            }
            yield Buffer.from('data: [DONE]\n\n');
          })(),
        }),
    };
    const { spend, purse } = spendOf(budgetOf(1_000_000_000_000n));
    const { ask: send, begun, records } = pipelineOver(catalogueOf({ ...modelOf('m', stream ? streamed : slow, () => ({ costPicoUsd: 0n, certainty: 'exact', source: 'plimsoll.yaml' })), machine }), { spend });
    await textOf(await send('chat', ask({ max_tokens: 10, stream })));
    const cost = BigInt(records[0]?.costPicoUsd ?? '-1');
    // A tenth of a second is 10^8; a few hundred bytes are some 10^5 more.
    expect(cost).toBeGreaterThan(95_000_000n);
    expect(cost).toBeLessThan(1_000_000_000n);
    expect(cost % 1_000n).not.toBe(0n);
    expect(BigInt(begun[0]?.attempt.charge?.picoUsd ?? '0')).toBeGreaterThanOrEqual(10_000_000_000n);
    expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: cost });
  }
});
