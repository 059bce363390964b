/**
 * Batches passed through to a provider's own batch API, through the official client, against a running server:
 * paid at the batch's price, held before and settled after, through crashes, refusals and losses.
 */
import { freePort } from '@plimsoll/testkit/free-port';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TraceDetail } from '@plimsoll/contract/api/traces';
import type { BatchesPage } from '@plimsoll/contract/api/batches';
import type { Overview } from '@plimsoll/contract/api/overview';
import type { Spend } from '@plimsoll/contract/api/spend';
import { batchLine, ended, errorLines, outputLines, uploaded } from './batch-client.fixture.ts';
import { appKey, eventually, readApi, startPlimsoll, temporaryFolder, type PlimsollOptions, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let upstream: SimulatedServer;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let options: PlimsollOptions;
let client: OpenAI;

/** A dollar for a million tokens either way, half of it in batches. */
const price = '{ input: 1, output: 1, batch_discount: 0.5 }';

beforeEach(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer({ behaviour: { tokens: 20 }, apiKey: 'sk-upstream-0001' });
  options = {
    dataDir: folder.path,
    port: await freePort(),
    env: { UPSTREAM: 'sk-upstream-0001' },
    config: `
service: provider-batches
models:
  gpt: { provider: openai, model: gpt-5-mini, base_url: "${upstream.openAiUrl}", key: env:UPSTREAM, batch_api: true, price: ${price} }
  claude: { provider: anthropic, model: claude-sonnet-5, base_url: "${upstream.url}", key: env:UPSTREAM, batch_api: true, price: ${price} }
  live: { provider: openai, model: gpt-5-mini, base_url: "${upstream.openAiUrl}", key: env:UPSTREAM, price: ${price} }
spend:
  budgets:
    all: { usd: 1, per: total }
    poor: { usd: 0.0004, per: total, feature: poor }
guardrails: { pii: tokenise }
`,
  };
  server = await startPlimsoll(options);
  client = clientOf();
});

afterEach(async () => {
  await server?.stop();
  await upstream?.close();
  await folder?.remove();
});

const clientOf = (headers: Record<string, string> = {}): OpenAI => new OpenAI({ apiKey: appKey, baseURL: `${server.url}/v1`, maxRetries: 5, defaultHeaders: headers });

const begun = async (lines: readonly string[], by: OpenAI = client): Promise<string> => {
  const file = await uploaded(by, lines);
  return (await by.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' })).id;
};

const asking = (model: string, id: string, text: string) => batchLine(id, { model, messages: [{ role: 'user', content: `simulate:${JSON.stringify({ text })}` }], max_tokens: 50 });
const linesFor = (model: string, count: number): string[] => Array.from({ length: count }, (_, index) => asking(model, `item-${index}`, `answer ${index}`));

const liveRequests = (): number => upstream.ledger.entries.filter(({ path }) => !path.startsWith('batch:')).length;
const batchedRequests = (): number => upstream.ledger.entries.filter(({ path }) => path.startsWith('batch:')).length;
const account = async (budget: string) => (await readApi<Spend>(server, '/api/spend')).accounts.find((one) => one.budget === budget);

for (const model of ['gpt', 'claude']) {
  test(`${model}: items go to the provider's batch API, personal data as stand-ins, and each answer is recorded at the batch's price`, { timeout: 60_000 }, async () => {
    const text = (index: number): string => `answer ${index} for miriam.okafor${index}@northwind-mail.com`;
    const id = await begun(Array.from({ length: 5 }, (_, index) => asking(model, `item-${index}`, text(index))));
    const batch = await ended(client, id, 30_000);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 5, completed: 5, failed: 0 } });
    const results = await outputLines(client, batch);
    expect(results.map(({ custom_id: item, response }) => [item, response?.status_code, response?.body.choices?.[0]?.message.content])).toEqual(
      Array.from({ length: 5 }, (_, index) => [`item-${index}`, 200, text(index)]),
    );
    const asked = upstream.batches.made().flatMap((made) => made.asked);
    expect(asked).toHaveLength(5);
    for (const body of asked) expect(body).toMatch(/answer \d for [^"]*@example\.invalid/);
    expect(asked.join('')).not.toContain('okafor');
    expect([liveRequests(), batchedRequests(), upstream.batches.made().length]).toEqual([0, 5, 1]);

    const records = await eventually(async () => Promise.all(results.map(async ({ response }) => (await readApi<TraceDetail>(server, `/api/traces/${response?.request_id}`)).record)));
    for (const record of records) {
      const { usage, costPicoUsd, outcome, deferred, session, attempts } = record;
      expect({ outcome, deferred, session, model: attempts[0]?.model }).toEqual({ outcome: 'ok', deferred: true, session: id, model });
      expect(costPicoUsd).toBe(String((usage.input + usage.output) * 500_000));
    }
    const cost = records.reduce((sum, record) => sum + BigInt(record.costPicoUsd ?? 0), 0n);
    await eventually(async () => expect(await account('all')).toMatchObject({ spentPicoUsd: cost.toString(), heldPicoUsd: '0' }), 15_000);
    // Hours at a provider are no latency.
    expect((await readApi<Overview>(server, '/api/overview')).totals).toMatchObject({ requests: 5, p50Ms: null });
  });
}

test('the worst case of the whole batch is held while the provider works, and what a model has no batch API for goes one by one', { timeout: 60_000 }, async () => {
  upstream.batches.behaviour.answerAfterMs = null;
  const id = await begun([...linesFor('gpt', 4), asking('live', 'live-item', 'at once')]);
  await eventually(async () => expect(upstream.batches.made()).toHaveLength(1), 15_000);
  await eventually(async () => expect((await client.batches.retrieve(id)).request_counts).toMatchObject({ total: 5, completed: 1 }), 15_000);
  expect(liveRequests()).toBe(1);
  // 50 tokens of output for each of four, at half a dollar a million, and their prompts.
  const held = BigInt((await account('all'))?.heldPicoUsd ?? 0);
  expect(held).toBeGreaterThan(4n * 50n * 500_000n);
  const { batches } = await readApi<BatchesPage>(server, '/api/batches');
  expect(batches[0]).toMatchObject({ id, status: 'in_progress', atProvider: 4 });

  await client.batches.cancel(id);
  const batch = await ended(client, id, 30_000);
  expect(batch).toMatchObject({ status: 'cancelled', request_counts: { completed: 1, failed: 0 } });
  expect(upstream.batches.made()[0]).toMatchObject({ cancelled: true });
  await eventually(async () => expect(BigInt((await account('all'))?.heldPicoUsd ?? 0)).toBeLessThanOrEqual(held - 4n * 50n * 500_000n), 15_000);
});

test('kill -9 while the provider works, and again: one result each, one bill each, nothing asked twice', { timeout: 90_000 }, async () => {
  upstream.batches.behaviour.answerAfterMs = 6_000;
  const id = await begun(linesFor('gpt', 40));
  await eventually(async () => expect(upstream.batches.made()).toHaveLength(1), 15_000);
  for (let kill = 0; kill < 2; kill++) {
    server.kill('SIGKILL');
    await server.ended;
    server = await startPlimsoll(options);
  }
  const batch = await ended(client, id, 60_000);
  expect(batch.request_counts).toEqual({ total: 40, completed: 40, failed: 0 });
  expect([liveRequests(), batchedRequests(), upstream.batches.made().length]).toEqual([0, 40, 1]);
  const overview = await eventually(async () => {
    const found = await readApi<Overview>(server, '/api/overview');
    expect(found.totals.requests).toBe(40);
    return found;
  }, 15_000);
  await eventually(async () => expect(await account('all')).toMatchObject({ spentPicoUsd: overview.totals.costPicoUsd, heldPicoUsd: '0' }), 15_000);
});

test('a submission whose answer is lost is found again by its mark, and not made twice', { timeout: 60_000 }, async () => {
  upstream.batches.behaviour.loseSubmission = true;
  const id = await begun(linesFor('gpt', 3));
  await eventually(async () => expect(upstream.batches.made()).toHaveLength(1), 15_000);
  upstream.batches.behaviour.loseSubmission = false;
  expect((await ended(client, id, 30_000)).request_counts).toEqual({ total: 3, completed: 3, failed: 0 });
  expect([liveRequests(), batchedRequests(), upstream.batches.made().length]).toEqual([0, 3, 1]);
});

test('where the provider cannot be asked, a lost submission counts as spent, is on record, and its items go one by one: it is lost once, not again and again', { timeout: 60_000 }, async () => {
  upstream.batches.behaviour.loseSubmission = true;
  const id = await begun(linesFor('claude', 2));
  expect((await ended(client, id, 30_000)).request_counts).toEqual({ total: 2, completed: 2, failed: 0 });
  expect([upstream.batches.made().length, liveRequests(), batchedRequests()]).toEqual([1, 2, 0]);
  await eventually(async () => expect((await readApi<Overview>(server, '/api/overview')).totals).toMatchObject({ requests: 4, errors: 2 }), 15_000);
  const spent = BigInt((await account('all'))?.spentPicoUsd ?? 0);
  expect(spent).toBeGreaterThanOrEqual(2n * 50n * 500_000n);
});

test.each([
  ['refused by the provider after it was submitted', () => void (upstream.batches.behaviour.refuse = 'Enqueued token limit reached.')],
  ['refused at once', () => void (upstream.batches.behaviour.failWith = 404)],
])('a batch %s goes one by one, and no money stays held', { timeout: 60_000 }, async (_, refuse) => {
  refuse();
  const id = await begun(linesFor('gpt', 3));
  expect((await ended(client, id, 30_000)).request_counts).toEqual({ total: 3, completed: 3, failed: 0 });
  expect([liveRequests(), batchedRequests()]).toEqual([3, 0]);
  await eventually(async () => {
    const { totals } = await readApi<Overview>(server, '/api/overview');
    expect(totals.requests).toBe(3);
    expect(await account('all')).toMatchObject({ spentPicoUsd: totals.costPicoUsd });
  }, 15_000);
});

test('items that the provider never ran, and its errors, are told in the error file and cost nothing', { timeout: 60_000 }, async () => {
  upstream.batches.behaviour.expires = (customId) => customId === 'line-2';
  const id = await begun([asking('gpt', 'good', 'fine'), asking('gpt', 'late', 'never'), batchLine('bad', { model: 'gpt', messages: [{ role: 'user', content: 'simulate:{"status":400}' }], max_tokens: 50 })]);
  const batch = await ended(client, id, 30_000);
  expect(batch.request_counts).toEqual({ total: 3, completed: 1, failed: 2 });
  const errors = await errorLines(client, batch);
  expect(errors.map(({ custom_id: item, response, error }) => [item, response?.status_code ?? null, error?.code ?? null])).toEqual([
    ['late', null, 'batch_expired'],
    ['bad', 400, null],
  ]);
  await eventually(async () => {
    const { totals } = await readApi<Overview>(server, '/api/overview');
    expect(totals).toMatchObject({ requests: 2, errors: 1 });
    expect(await account('all')).toMatchObject({ spentPicoUsd: totals.costPicoUsd, heldPicoUsd: '0' });
  }, 15_000);
});

test('where a budget has room for some, those go first and the rest follows; never over the cap', { timeout: 90_000 }, async () => {
  upstream.batches.behaviour.answerAfterMs = 1_000;
  const poor = clientOf({ 'x-plimsoll-feature': 'poor' });
  // Each holds some 45 millionths of a dollar and costs a fraction: the cap has room for eight or nine worst cases, and for all true costs.
  const lines = Array.from({ length: 12 }, (_, index) => batchLine(`item-${index}`, { model: 'gpt', messages: [{ role: 'user', content: 'simulate:{"text":"yes"}' }], max_tokens: 80 }));
  const id = await begun(lines, poor);
  const batch = await ended(client, id, 60_000);
  expect(batch.request_counts).toEqual({ total: 12, completed: 12, failed: 0 });
  expect(upstream.batches.made().length).toBeGreaterThan(1);
  expect([liveRequests(), batchedRequests()]).toEqual([0, 12]);
  const standing = await eventually(async () => {
    const found = await account('poor');
    expect(found?.heldPicoUsd).toBe('0');
    return found;
  }, 15_000);
  expect(BigInt(standing?.spentPicoUsd ?? 0)).toBeLessThanOrEqual(400_000_000n);
});
