import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutcomeWindow } from './outcome-window.ts';

test('it counts what a list of the same calls would, to within one bucket of its edge', () => {
  const steps = fc.array(fc.record({ afterMs: fc.nat(9_000), isFailure: fc.boolean() }), { maxLength: 100, size: 'max' });
  fc.assert(
    fc.property(steps, (all) => {
      const window = new OutcomeWindow(30_000);
      const past: { readonly atMs: number; readonly isFailure: boolean }[] = [];
      let nowMs = 0;
      for (const { afterMs, isFailure } of all) {
        nowMs += afterMs;
        window.add(isFailure, nowMs);
        past.push({ atMs: nowMs, isFailure });
        const since = Math.floor(nowMs / 5_000) * 5_000 - 25_000;
        const counted = past.filter(({ atMs }) => atMs >= since);
        expect([window.calls, window.failures]).toEqual([counted.length, counted.filter((call) => call.isFailure).length]);
      }
    }),
  );
});
