import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeatQuietly } from './repeat-quietly.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work is done again and again, one at a time, also after it has failed, until it is stopped', async () => {
  const errors: string[] = [];
  let begun = 0;
  let end = (): void => undefined;
  const repeating = repeatQuietly(
    () => {
      begun += 1;
      if (begun === 1) throw new Error('no store');
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
    { firstAfterMs: 10, everyMs: 100, onError: (reason) => errors.push(reason) },
  );
  await vi.advanceTimersByTimeAsync(9);
  expect(begun).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect([begun, errors]).toEqual([1, ['no store']]);
  // The second takes longer than the next turn is away.
  await vi.advanceTimersByTimeAsync(250);
  expect(begun).toBe(2);
  end();
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toBe(3);
  end();
  repeating.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([begun, errors]).toEqual([3, ['no store']]);
});
