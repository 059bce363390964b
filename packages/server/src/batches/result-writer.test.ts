import { expect, test } from 'vitest';
import type { ItemResult } from '../store/batches/results.ts';
import type { WorkState } from '../store/batches/work.ts';
import { ResultWriter } from './result-writer.ts';

const state: WorkState = { status: 'in_progress', paused: false, expires_at: new Date(Date.now() + 60_000) };
const result = (line: number): ItemResult => ({ line, failed: false, output: '{}' });

test('what arrives during a write goes into the next one together', async () => {
  const writes: number[][] = [];
  const writer = new ResultWriter({
    write: async (results) => {
      writes.push(results.map(({ line }) => line));
      await new Promise((resolve) => setTimeout(resolve, 5));
      return state;
    },
    onState: () => undefined,
    log: () => undefined,
  });
  await Promise.all([1, 2, 3, 4].map((line) => writer.add(result(line))));
  expect(writes).toEqual([[1], [2, 3, 4]]);
});

test('a store that is away for a while loses nothing', async () => {
  let tries = 0;
  const said: string[] = [];
  const writer = new ResultWriter({
    write: () => (++tries === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(state)),
    onState: () => undefined,
    log: (message) => said.push(message),
  });
  await writer.add(result(1));
  expect(tries).toBe(2);
  expect(said).toHaveLength(1);
});

test('once the batch is another\'s, nobody waits for anything any more', async () => {
  const states: (WorkState | null)[] = [];
  const writer: ResultWriter = new ResultWriter({
    write: () => Promise.resolve(undefined),
    onState: (seen) => {
      states.push(seen);
      writer.lose();
    },
    log: () => undefined,
  });
  await Promise.all([writer.add(result(1)), writer.add(result(2))]);
  await writer.add(result(3));
  expect(states).toEqual([null]);
});
