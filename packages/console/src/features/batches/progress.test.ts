import type { BatchSummary } from '@plimsoll/contract/api/batches';
import { expect, test } from 'vitest';
import { mayBeCancelled, progressText, sharesOf, stateOf } from './progress.ts';

const batch = (changes: Partial<BatchSummary>): BatchSummary => ({
  id: 'batch_1', tenant: 'default', app: 'nightly', keyId: 'k_1', endpoint: '/v1/chat/completions', status: 'in_progress', paused: false,
  createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-02T00:00:00Z', total: 200, completed: 50, failed: 10, atProvider: 0, ...changes,
});

test('a hold is said before anything else, but not of a batch that has ended', () => {
  expect(stateOf(batch({ paused: true })).word).toBe('paused');
  expect(stateOf(batch({ paused: true, status: 'completed', failed: 0 }))).toEqual({ word: 'completed', tone: 'good' });
  expect(stateOf(batch({})).word).toBe('in progress');
});

test('a completed batch with failures is no plain success', () => {
  expect(stateOf(batch({ status: 'completed' })).tone).toBe('warn');
});

test('what is done, and how much of it failed', () => {
  expect(progressText(batch({}))).toBe('60 of 200 items, 10 failed');
  expect(progressText(batch({ failed: 0, total: 50 }))).toBe('50 of 50 items');
  expect(progressText(batch({ atProvider: 140 }))).toBe('60 of 200 items, 10 failed, 140 at the provider');
  expect(progressText(batch({ total: 0 }))).toBe('not counted yet');
  expect(progressText(batch({ total: 0, status: 'failed' }))).toBe('nothing was asked');
  expect(sharesOf(batch({}))).toEqual({ completed: 0.25, failed: 0.05 });
  expect(sharesOf(batch({ total: 0 }))).toEqual({ completed: 0, failed: 0 });
});

test('only what still asks can be cancelled', () => {
  expect((['validating', 'in_progress', 'finalizing', 'cancelling', 'completed'] as const).filter((status) => mayBeCancelled(batch({ status })))).toEqual(['validating', 'in_progress']);
});
