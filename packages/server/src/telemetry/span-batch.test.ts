import { expect, test } from 'vitest';
import { SpanBatch } from './span-batch.ts';

const spans = (batch: SpanBatch, ...texts: string[]): void => {
  for (const text of texts) batch.appendText(text);
};

test('a request that was taken stays as it is while the next ones are made', () => {
  const batch = new SpanBatch('shop', '1', 256);
  spans(batch, 'first');
  const first = batch.take();
  const before = first.toString('hex');
  spans(batch, 'second');
  batch.take();
  spans(batch, 'third');
  expect(first.toString('hex')).toBe(before);
});

test('a room that is used again holds the next request and nothing of the one before', () => {
  const fresh = new SpanBatch('shop', '1', 256);
  spans(fresh, 'short');
  const expected = fresh.take();
  const batch = new SpanBatch('shop', '1', 256);
  spans(batch, 'a much longer text');
  const taken = batch.take();
  batch.reuse(taken);
  batch.take();
  spans(batch, 'short');
  const again = batch.take();
  expect(again.buffer).toBe(taken.buffer);
  expect(again).toEqual(expected);
});

test('a batch grows beyond its room, and what it outgrew is not kept', () => {
  const batch = new SpanBatch('shop', '1', 64);
  const text = 'é'.repeat(1000);
  spans(batch, text);
  const taken = batch.take();
  expect(taken.subarray(-2000).toString()).toBe(text);
  batch.reuse(taken);
  batch.take();
  expect(batch.take().buffer).not.toBe(taken.buffer);
});
