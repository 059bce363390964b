import { expect, test } from 'vitest';
import { cancelBatch } from '../../batches/cancel-batch.ts';
import { cleanUp } from '../../batches/clean-up.ts';
import { workOnBatch } from '../../batches/work-on-batch.ts';
import { Slots } from '../../batches/slots.ts';
import { describeOnEachStore } from '../stores.fixture.ts';
import { insertChunk, chunksOf } from '../files/chunks.ts';
import { completeFile, findFile, insertFile } from '../files/files.ts';
import { findBatch, holdBatch, holdBatches, holdsNewBatches, insertBatch, moveBatch, type StoredBatch } from './batches.ts';
import { linesDone, outputOf, writeResults } from './results.ts';
import { batchesToWorkOn, takeBatch, takeFromDead } from './work.ts';

describeOnEachStore('batches', (store) => {
  const fileOf = (id: string, changes: object = {}) =>
    insertFile(store().db, { id, tenant: 'acme', purpose: 'batch', filename: 'x', bytes: 0, created_at: new Date(), complete: true, batch: null, failed: null, ...changes });

  const batchOf = (id: string, changes: object = {}): Promise<StoredBatch> =>
    insertBatch(store().db, {
      id, tenant: 'acme', app: 'a', key_id: 'k', endpoint: '/v1/chat/completions', completion_window: '24h', input_file: 'file-1', headers: '{}', metadata: null, status: 'in_progress',
      paused: false, created_at: new Date(), expires_at: new Date(Date.now() + 60_000), errors: null, total: 3, completed: 0, failed: 0, output_file: null, error_file: null, worker: null, job: null, ...changes,
    });

  const result = (line: number, failed = false, output = `{"line":${line}}`) => ({ line, failed, output });
  const outputText = async (batch: string, failed: boolean): Promise<string> => {
    let text = '';
    for await (const piece of outputOf(store().db, batch, failed)) text += piece.toString();
    return text;
  };

  test('a line has one result, the first, and is counted once', async () => {
    const { db } = store();
    await batchOf('b');
    await takeBatch(db, 'b', { worker: 'w', job: 'j' });
    await writeResults(db, 'b', 'j', [result(1), result(2, true)]);
    await writeResults(db, 'b', 'j', [result(2, false, 'late'), result(3)]);
    expect(await findBatch(db, null, 'b')).toMatchObject({ completed: 2, failed: 1 });
    expect(await linesDone(db, 'b')).toEqual(new Set([1, 2, 3]));
    expect(await outputText('b', false)).toBe('{"line":1}\n{"line":3}\n');
    expect(await outputText('b', true)).toBe('{"line":2}\n');
  });

  test('whoever lost the batch writes nothing and ends nothing', async () => {
    const { db } = store();
    await batchOf('b');
    await takeBatch(db, 'b', { worker: 'one', job: 'first' });
    await takeBatch(db, 'b', { worker: 'two', job: 'second' });
    expect(await writeResults(db, 'b', 'first', [result(1)])).toBeUndefined();
    expect(await moveBatch(db, 'b', { from: ['in_progress'], to: 'finalizing', job: 'first' })).toBeUndefined();
    expect(await linesDone(db, 'b')).toEqual(new Set());
    expect(await takeFromDead(db, ['two'])).toEqual(['second']);
    expect(await writeResults(db, 'b', 'second', [result(1)])).toBeUndefined();
  });

  test('two writers of the same lines at the same moment count each line once', async () => {
    const { db } = store();
    await batchOf('b');
    await takeBatch(db, 'b', { worker: 'w', job: 'j' });
    const lines = Array.from({ length: 50 }, (_, index) => result(index + 1));
    await Promise.all(Array.from({ length: 6 }, () => writeResults(db, 'b', 'j', lines)));
    expect(await findBatch(db, null, 'b')).toMatchObject({ completed: 50, failed: 0 });
  });

  test('a paused batch has work for nobody, unless it is to be cancelled or its time is over', async () => {
    const { db } = store();
    await batchOf('open');
    await batchOf('cancelling', { status: 'cancelling' });
    await batchOf('late', { expires_at: new Date(Date.now() - 1000) });
    await batchOf('done', { status: 'completed' });
    expect(await holdBatches(db, 'other', true)).toBe(0);
    expect(await holdBatches(db, null, true)).toBe(3);
    expect(await batchesToWorkOn(db)).toEqual(['cancelling', 'late']);
    expect(await holdBatch(db, 'acme', 'open', false)).toBe(1);
    expect(await batchesToWorkOn(db)).toEqual(['cancelling', 'late', 'open']);
  });

  test('what waits for its provider is left alone until it is time, also while it is being cancelled; the wish to cancel is heard at once', async () => {
    const { db } = store();
    await batchOf('waits', { look_at: new Date(Date.now() + 60_000) });
    await batchOf('stops', { status: 'cancelling', look_at: new Date(Date.now() + 60_000) });
    expect(await batchesToWorkOn(db)).toEqual([]);
    await cancelBatch(db, { id: 'waits', tenant: 'acme' });
    expect(await batchesToWorkOn(db)).toEqual(['waits']);
  });

  test('a hold on all holds those to come as well, of its own tenant or of all, until it is lifted', async () => {
    const { db } = store();
    await holdBatches(db, 'other', true);
    expect((await batchOf('ours')).paused).toBe(false);
    expect((await batchOf('theirs', { tenant: 'other' })).paused).toBe(true);
    expect([await holdsNewBatches(db, 'other'), await holdsNewBatches(db, 'acme'), await holdsNewBatches(db, null)]).toEqual([true, false, false]);

    expect(await holdBatches(db, null, true)).toBe(1);
    expect((await batchOf('ours-2')).paused).toBe(true);
    // What staff holds, a tenant lets go of neither for itself nor for others.
    expect(await holdBatches(db, 'acme', false)).toBe(2);
    expect((await batchOf('ours-3')).paused).toBe(true);
    await holdBatches(db, null, false);
    expect([await holdsNewBatches(db, 'other'), (await batchOf('ours-4')).paused]).toEqual([false, false]);
  });

  test('what was not asked in time gets an error line of its own, and the batch is expired', async () => {
    const { db } = store();
    await fileOf('file-1');
    await insertChunk(db, 'file-1', 0, Buffer.from([1, 2, 3].map((n) => JSON.stringify({ custom_id: `c${n}`, method: 'POST', url: '/v1/chat/completions', body: {} })).join('\n')));
    await batchOf('batch_b', { expires_at: new Date(Date.now() - 1000), worker: 'w', job: 'j' });
    await writeResults(db, 'batch_b', 'j', [result(1)]);
    const slots = new Slots({ concurrent: () => 1, yieldAbove: () => 0, liveCalls: () => 0 });
    const never = () => Promise.reject(new Error('asked after its time'));
    await workOnBatch('batch_b', { worker: 'w', job: 'j' }, { db, slots, run: never, passThrough: { isUsed: () => false, modelOf: () => null, askDeferral: () => Promise.resolve(null), record: () => Promise.reject(new Error('not here')) }, lookIn: () => undefined, stopping: () => false, log: () => undefined }, new AbortController().signal);
    const batch = await findBatch(db, 'acme', 'batch_b');
    expect(batch).toMatchObject({ status: 'expired', completed: 1, failed: 2 });
    expect((await outputText('batch_b', true)).split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { custom_id: string; error: { code: string } })).map((line) => [line.custom_id, line.error.code])).toEqual([
      ['c2', 'batch_expired'],
      ['c3', 'batch_expired'],
    ]);
    expect(await findFile(db, 'acme', batch?.error_file ?? '')).toMatchObject({ purpose: 'batch_output', filename: 'batch_b_error.jsonl' });
  });

  test('of two uploads that do not both fit into the quota, one does', async () => {
    const { db } = store();
    await fileOf('file-a', { complete: false });
    await fileOf('file-b', { complete: false });
    const fits = await Promise.all(['file-a', 'file-b'].map((id) => completeFile(db, { id, tenant: 'acme' }, 60, 100)));
    expect(fits.filter(Boolean)).toHaveLength(1);
  });

  test('what is past its time is deleted, with its content and results; what an open batch reads is not', async () => {
    const { db } = store();
    const old = new Date(Date.now() - 40 * 86_400_000);
    await fileOf('file-1', { created_at: old });
    await fileOf('file-2', { created_at: old });
    await fileOf('file-3');
    for (const file of ['file-1', 'file-2', 'file-3']) await insertChunk(db, file, 0, Buffer.from('x'));
    await batchOf('open');
    await batchOf('old', { created_at: old, status: 'completed', job: 'j' });
    await writeResults(db, 'old', 'j', [result(1)]);
    await cleanUp(db, 30);
    const left = await db.selectFrom('files').select('id').orderBy('id').execute();
    expect(left.map(({ id }) => id)).toEqual(['file-1', 'file-3']);
    expect(await chunksOf(db, 'file-2').next()).toMatchObject({ done: true });
    expect(await findBatch(db, null, 'old')).toBeUndefined();
    expect(await linesDone(db, 'old')).toEqual(new Set());
  });
});
