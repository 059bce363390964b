import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const never = (): boolean => false;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('no more items than allowed are under way, and a slot given back goes to one who waits', async () => {
  const slots = new Slots({ concurrent: () => 2, yieldAbove: () => 0, liveCalls: () => 0 });
  let most = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const giveBack = await slots.take(never);
      most = Math.max(most, slots.busy);
      await pause(1);
      done++;
      giveBack?.();
    }),
  );
  expect([most, done, slots.busy]).toEqual([2, 20, 0]);
});

test('live calls come first: above the limit no item begins, and the next one begins soon after', async () => {
  let live = 5;
  const slots = new Slots({ concurrent: () => 4, yieldAbove: () => 4, liveCalls: () => live });
  let began = false;
  const taking = slots.take(never).then((giveBack) => {
    began = true;
    return giveBack;
  });
  await pause(80);
  expect(began).toBe(false);
  live = 4;
  await pause(80);
  expect(began).toBe(true);
  expect(await taking).not.toBeNull();
});

test('who waits in vain is told', async () => {
  let over = false;
  const slots = new Slots({ concurrent: () => 0, yieldAbove: () => 0, liveCalls: () => 0 });
  const taking = slots.take(() => over);
  over = true;
  expect(await taking).toBeNull();
});
