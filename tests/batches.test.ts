/**
 * Files and batches, through the official client, unmodified, against a running server.
 */
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BatchesPage } from '@plimsoll/contract/api/batches';
import type { CreatedKey } from '@plimsoll/contract/api/keys';
import type { TracesPage } from '@plimsoll/contract/api/traces';
import { batchLine, ended, errorLines, operate, outputLines, runBatch, uploaded } from './batch-client.fixture.ts';
import { adminKey, appKey, eventually, readApi, startPlimsoll, temporaryFolder, type PlimsollProcess } from './plimsoll-process.fixture.ts';

let upstream: SimulatedServer;
let server: PlimsollProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let openai: OpenAI;

beforeAll(async () => {
  folder = await temporaryFolder();
  upstream = await createSimulatedServer();
  server = await startPlimsoll({
    dataDir: folder.path,
    config: `
service: batch-test
models:
  gpt: { provider: openai, model: gpt-5-mini, base_url: "${upstream.openAiUrl}", price: { input: 1, output: 1 } }
spend:
  budgets:
    poor: { usd: 0.0001, per: total, feature: poor }
batches: { concurrent: 4, yield_above: 2, max_file_mb: 1, tenant_files_mb: 2 }
`,
  });
  openai = clientOf(appKey);
});

afterAll(async () => {
  await server?.stop();
  await upstream?.close();
  await folder?.remove();
});

const clientOf = (apiKey: string, headers: Record<string, string> = {}): OpenAI => new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0, defaultHeaders: headers });

const keyOf = async (tenant: string): Promise<CreatedKey> => {
  const reply = await fetch(`${server.url}/api/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `${tenant} app`, role: 'app', tenant }),
  });
  return (await reply.json()) as CreatedKey;
};

const answering = (text: string) => ({ model: 'gpt', messages: [{ role: 'user', content: `simulate:${JSON.stringify({ text })}` }] });

describe('the openai client', () => {
  test('uploads a file, runs a batch of it and reads the results, one for each line', async () => {
    const lines = ['first', 'second', 'third'].map((id) => batchLine(id, answering(`answer to the ${id}`)));
    const batch = await runBatch(openai, lines, { metadata: { nightly: 'yes' } });
    expect(batch).toMatchObject({ object: 'batch', status: 'completed', endpoint: '/v1/chat/completions', request_counts: { total: 3, completed: 3, failed: 0 }, metadata: { nightly: 'yes' } });
    for (const at of [batch.created_at, batch.in_progress_at, batch.finalizing_at, batch.completed_at]) expect(at).toBeGreaterThan(1_700_000_000);
    expect(batch.error_file_id).toBeNull();
    const results = await outputLines(openai, batch);
    expect(results.map((line) => [line.custom_id, line.response?.status_code, line.response?.body.choices?.[0]?.message.content])).toEqual([
      ['first', 200, 'answer to the first'],
      ['second', 200, 'answer to the second'],
      ['third', 200, 'answer to the third'],
    ]);
    const traces = await eventually(async () => {
      const found = await Promise.all(results.map(async (line) => (await readApi<{ record: { outcome: string; costPicoUsd: string } }>(server, `/api/traces/${line.response?.request_id}`)).record));
      return found;
    });
    expect(traces.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    const found = await readApi<TracesPage>(server, `/api/traces?search=${batch.id}`);
    expect(new Set(found.traces.map(({ id }) => id))).toEqual(new Set(results.map((line) => line.response?.request_id)));
  });

  test('runs embeddings', async () => {
    const batch = await runBatch(openai, [batchLine('e', { model: 'gpt', input: 'some words' }, '/v1/embeddings')], { endpoint: '/v1/embeddings' });
    const [line] = await outputLines(openai, batch);
    expect(line?.response?.body.data?.[0]?.embedding.length).toBeGreaterThan(0);
  });

  test('lists, reads and deletes files, and lists batches page by page', async () => {
    const file = await uploaded(openai, [batchLine('a', answering('a'))], 'odd name é.jsonl');
    expect(await openai.files.retrieve(file.id)).toMatchObject({ id: file.id, object: 'file', purpose: 'batch', status: 'processed', filename: 'odd name é.jsonl' });
    expect(await (await openai.files.content(file.id)).text()).toBe(`${batchLine('a', answering('a'))}\n`);
    const names: string[] = [];
    for await (const one of openai.files.list({ purpose: 'batch', limit: 1 })) names.push(one.id);
    expect(names).toContain(file.id);
    expect(new Set(names).size).toBe(names.length);
    expect(await openai.files.delete(file.id)).toMatchObject({ deleted: true });
    await expect(openai.files.retrieve(file.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const batches: string[] = [];
    for await (const one of openai.batches.list({ limit: 1 })) batches.push(one.id);
    expect(batches.length).toBeGreaterThanOrEqual(2);
    expect(batches).toEqual(batches.toSorted().toReversed());
  });
});

describe('what is wrong with an item is told in its own line of the error file', () => {
  test('an unknown model, a stream, and a body that no endpoint takes', async () => {
    const batch = await runBatch(openai, [
      batchLine('good', answering('fine')),
      batchLine('nobody', { ...answering('x'), model: 'nobody' }),
      batchLine('stream', { ...answering('x'), stream: true }),
      batchLine('shapeless', { model: 'gpt', messages: 'hello' }),
    ]);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 4, completed: 1, failed: 3 } });
    expect((await outputLines(openai, batch)).map((line) => line.custom_id)).toEqual(['good']);
    const errors = await errorLines(openai, batch);
    expect(errors.map((line) => [line.custom_id, line.response?.status_code, line.response?.body.error?.code])).toEqual([
      ['nobody', 404, 'model_not_found'],
      ['stream', 400, 'unsupported'],
      ['shapeless', 400, 'invalid_request'],
    ]);
  });

  test('a budget refuses the items that no longer fit, one by one', async () => {
    const poor = clientOf(appKey, { 'x-plimsoll-feature': 'poor' });
    const lines = Array.from({ length: 8 }, (_, index) => batchLine(`item-${index}`, { ...answering('yes'), max_tokens: 25 }));
    const batch = await runBatch(poor, lines);
    const counts = batch.request_counts ?? { total: 0, completed: 0, failed: 0 };
    expect(batch.status).toBe('completed');
    expect(counts.completed).toBeGreaterThan(0);
    expect(counts.failed).toBeGreaterThan(0);
    expect(counts.completed + counts.failed).toBe(8);
    for (const line of await errorLines(openai, batch)) expect([line.response?.status_code, line.response?.body.error?.code]).toEqual([429, 'budget_exceeded']);
    const { traces } = await eventually(async () => {
      const page = await readApi<TracesPage>(server, '/api/traces?search=poor&limit=50');
      expect(page.traces.length).toBe(8);
      return page;
    });
    expect(traces.filter((trace) => trace.errorCode === 'budget_exceeded').length).toBe(counts.failed);
  });

  test('a key revoked in the middle fails what is left', async () => {
    const { key, secret } = await keyOf('revoked-tenant');
    const client = clientOf(secret);
    upstream.behave({ latencyMs: 150 });
    const file = await uploaded(client, Array.from({ length: 40 }, (_, index) => batchLine(`item-${index}`, answering('yes'))));
    const batch = await client.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    await eventually(async () => expect((await client.batches.retrieve(batch.id)).request_counts?.completed).toBeGreaterThan(0), 15_000);
    await fetch(`${server.url}/api/keys/${key.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${adminKey}` } });
    const summary = await eventually(async () => {
      const { batches } = await readApi<BatchesPage>(server, '/api/batches');
      const found = batches.find(({ id }) => id === batch.id);
      expect(found?.status).toBe('completed');
      return found;
    }, 15_000);
    upstream.behave({ latencyMs: 0 });
    expect(summary?.failed).toBeGreaterThan(10);
    expect((summary?.completed ?? 0) + (summary?.failed ?? 0)).toBe(40);
  });
});

describe('a file that is no batch fails it whole', () => {
  test('every malformed line is named', async () => {
    const batch = await runBatch(openai, [
      batchLine('fine', answering('x')),
      '{"custom_id":"broken"',
      batchLine('fine', answering('x')),
      batchLine('elsewhere', answering('x'), '/v1/embeddings'),
      '[1]',
      JSON.stringify({ custom_id: 'get', method: 'GET', url: '/v1/chat/completions', body: {} }),
      JSON.stringify({ method: 'POST', url: '/v1/chat/completions', body: {} }),
      JSON.stringify({ custom_id: 'bodiless', method: 'POST', url: '/v1/chat/completions' }),
    ]);
    expect(batch.status).toBe('failed');
    expect(batch.errors?.data?.map(({ line, code }) => [line, code])).toEqual([
      [2, 'invalid_json_line'],
      [3, 'duplicate_custom_id'],
      [4, 'mismatched_url'],
      [5, 'invalid_json_line'],
      [6, 'invalid_method'],
      [7, 'invalid_custom_id'],
      [8, 'invalid_body'],
    ]);
    expect(batch.output_file_id).toBeNull();
  });

  test('an empty upload, another purpose, too large a file and a full quota are refused', async () => {
    await expect(openai.files.create({ purpose: 'batch', file: await toFile(Buffer.alloc(0), 'empty.jsonl') })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    await expect(openai.files.create({ purpose: 'fine-tune', file: await toFile(Buffer.from('x'), 'x.jsonl') })).rejects.toThrow('`purpose` must be `batch`');
    await expect(openai.files.create({ purpose: 'batch', file: await toFile(Buffer.from('x'), 'x.jsonl'), expires_after: { anchor: 'created_at', seconds: 3600 } })).rejects.toThrow('batches.keep_days');
    await expect(openai.files.create({ purpose: 'batch', file: await toFile(Buffer.alloc(1_048_577, 'x'), 'x.jsonl') })).rejects.toMatchObject({ status: 413 });
    const client = clientOf((await keyOf('hoarder')).secret);
    const megabyte = async () => client.files.create({ purpose: 'batch', file: await toFile(Buffer.alloc(1_000_000, 'x'), 'x.jsonl') });
    const kept = await megabyte();
    await megabyte();
    await expect(megabyte()).rejects.toBeInstanceOf(OpenAI.ConflictError);
    await client.files.delete(kept.id);
    await megabyte();
  });

  test('a wrong endpoint, window, member or file is refused when the batch is created', async () => {
    const file = await uploaded(openai, [batchLine('a', answering('a'))]);
    const good = { input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
    for (const wrong of [{ endpoint: '/v1/responses' }, { endpoint: '/v1/messages' }, { completion_window: '1h' }, { metadata: { a: 1 } }, { priority: 'high' }]) {
      await expect(openai.batches.create({ ...good, ...wrong } as never)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    }
    await expect(openai.batches.create({ ...good, input_file_id: 'file-nothing' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe('holding and ending', () => {
  const slowBatch = async (items = 60, begins = true) => {
    upstream.behave({ latencyMs: 100 });
    const file = await uploaded(openai, Array.from({ length: items }, (_, index) => batchLine(`item-${index}`, answering('yes'))));
    const batch = await openai.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
    if (begins) await eventually(async () => expect((await openai.batches.retrieve(batch.id)).request_counts?.completed).toBeGreaterThan(3), 15_000);
    return batch;
  };

  test('cancelled in the middle, it keeps what was done and asks no more', async () => {
    const { id, input_file_id } = await slowBatch();
    await expect(openai.files.delete(input_file_id)).rejects.toBeInstanceOf(OpenAI.ConflictError);
    expect((await openai.batches.cancel(id)).status).toBe('cancelling');
    const batch = await ended(openai, id);
    upstream.behave({ latencyMs: 0 });
    expect(batch.status).toBe('cancelled');
    const done = await outputLines(openai, batch);
    expect(done.length).toBe(batch.request_counts?.completed);
    expect(done.length).toBeLessThan(60);
    await expect(openai.batches.cancel(id)).resolves.toMatchObject({ status: 'cancelled' });
  });

  test('paused by an operator, nothing more reaches the provider; resumed, it ends', async () => {
    const { id } = await slowBatch(40);
    expect(await operate(server, `/api/batches/${id}/pause`)).toMatchObject({ paused: true, status: 'in_progress' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const asked = upstream.ledger.totals().requests;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(upstream.ledger.totals().requests).toBe(asked);
    expect((await openai.batches.retrieve(id)).status).toBe('in_progress');
    upstream.behave({ latencyMs: 0 });
    expect(await operate(server, '/api/batches/resume')).toEqual({ changed: 1 });
    expect(await ended(openai, id)).toMatchObject({ status: 'completed', request_counts: { total: 40, completed: 40, failed: 0 } });
  });

  test('paused all at once, and cancelled while paused', async () => {
    const { id } = await slowBatch(40);
    expect(await operate(server, '/api/batches/pause')).toEqual({ changed: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await openai.batches.cancel(id);
    expect((await ended(openai, id)).status).toBe('cancelled');
    upstream.behave({ latencyMs: 0 });

    // Held are also those that come after; resumed, they go on, and new ones begin at once again.
    const later = await slowBatch(2, false);
    const { held, batches: [newest] } = await readApi<BatchesPage>(server, '/api/batches');
    expect({ held, newest }).toMatchObject({ held: true, newest: { id: later.id, paused: true } });
    expect(await operate(server, '/api/batches/resume')).toEqual({ changed: 1 });
    expect(await ended(openai, later.id)).toMatchObject({ status: 'completed' });
    expect(await readApi<BatchesPage>(server, '/api/batches')).toMatchObject({ held: false });
  });
});

test('while live calls are many, no item begins; when they are done, the batch goes on', async () => {
  const live = Array.from({ length: 3 }, () =>
    openai.chat.completions.create({ model: 'gpt', messages: [{ role: 'user', content: `simulate:${JSON.stringify({ latencyMs: 1500 })}` }] }),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  const file = await uploaded(openai, [batchLine('patient', answering('at last'))]);
  const { id } = await openai.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' });
  const asked = upstream.ledger.totals().requests;
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(await openai.batches.retrieve(id)).toMatchObject({ status: 'in_progress', request_counts: { completed: 0 } });
  expect(upstream.ledger.totals().requests).toBe(asked);
  await Promise.all(live);
  expect((await ended(openai, id)).request_counts?.completed).toBe(1);
});

test('a tenant sees no file and no batch of another, and creates no batch of one', async () => {
  const file = await uploaded(openai, [batchLine('a', answering('a'))]);
  const batch = await runBatch(openai, [batchLine('a', answering('a'))]);
  const stranger = clientOf((await keyOf('stranger')).secret);
  for (const id of [file.id, batch.output_file_id ?? '']) {
    await expect(stranger.files.retrieve(id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(stranger.files.content(id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(stranger.files.delete(id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  }
  await expect(stranger.batches.retrieve(batch.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(stranger.batches.cancel(batch.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(stranger.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  expect((await stranger.files.list()).data).toEqual([]);
  expect((await stranger.batches.list()).data).toEqual([]);
});

test('without a key nothing is read, and no other path answers', async () => {
  for (const [method, path, status] of [['GET', '/v1/files', 401], ['POST', '/v1/files', 401], ['GET', '/v1/batches', 401], ['POST', '/v1/batches', 401]] as const) {
    expect((await fetch(`${server.url}${path}`, { method })).status).toBe(status);
  }
  const headers = { authorization: `Bearer ${appKey}` };
  for (const [method, path, status] of [['PUT', '/v1/files', 405], ['POST', '/v1/batches/x/pause', 404], ['GET', '/v1/files/a/content/b', 404], ['GET', '/v1/files?limit=x', 400], ['POST', '/v1/files', 415]] as const) {
    expect((await fetch(`${server.url}${path}`, { method, headers })).status, path).toBe(status);
  }
});
