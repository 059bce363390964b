import { newCallId } from '@plimsoll/engine/trace-context';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstIdAt, firstIdWith, idOfUuid, isCallId, lastIdBeside, lastIdWith } from './call-ids.ts';

const times = fc.integer({ min: 0, max: Date.UTC(9999, 0) });

test('a bound in time is a bound among ids', () => {
  fc.assert(
    fc.property(times, times, (at, bound) => {
      expect(newCallId(at) >= firstIdAt(new Date(bound))).toBe(at >= bound);
    }),
  );
});

test('a time that no id can have is the nearest that one can', () => {
  expect(firstIdAt(new Date(-1))).toBe('0'.repeat(32));
  expect(firstIdAt(new Date(8.64e15))).toBe(`${'f'.repeat(12)}${'0'.repeat(20)}`);
});

test('what stands for an id in its millisecond sorts behind it and before the next millisecond', () => {
  fc.assert(
    fc.property(times, (at) => {
      const id = newCallId(at);
      expect(lastIdBeside(id) >= id).toBe(true);
      expect(lastIdBeside(id) < firstIdAt(new Date(at + 1))).toBe(true);
      expect(lastIdBeside(id).slice(12)).toBe('f'.repeat(20));
    }),
  );
});

test('ids that begin alike lie between the first and the last that can', () => {
  const id = newCallId(1_790_000_000_000);
  for (const digits of [0, 1, 12, 31, 32]) {
    const prefix = id.slice(0, digits);
    expect([firstIdWith(prefix) <= id, id <= lastIdWith(prefix)]).toEqual([true, true]);
  }
});

test('a uuid is an id with hyphens, and nothing else is an id', () => {
  expect(idOfUuid('01a08b4c-9c00-0000-0000-0000000000ff')).toBe('01a08b4c9c00000000000000000000ff');
  expect(['01a08b4c9c00000000000000000000ff', '01A08b4c9c00000000000000000000ff', '01a08b4c9c00000000000000000000f', "'; --"].map(isCallId)).toEqual([true, false, false, false]);
});
