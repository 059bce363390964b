import { expect, test } from 'vitest';
import { callIdOf } from './record-answer.ts';

test('an answer that is read again is the same call, and each line of each part is one of its own', () => {
  const at = Date.UTC(2026, 10, 30);
  expect(callIdOf('part_1', 7, at)).toBe(callIdOf('part_1', 7, at));
  expect(callIdOf('part_1', 7, at)).toMatch(/^[\da-f]{32}$/);
  expect(new Set([callIdOf('part_1', 7, at), callIdOf('part_1', 8, at), callIdOf('part_2', 7, at), callIdOf('part_1', 7, at + 1)]).size).toBe(4);
});
