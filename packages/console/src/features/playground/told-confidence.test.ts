import { expect, test } from 'vitest';
import { toldConfidence } from './told-confidence.ts';

test.each([
  ['{"sentiment":"positive","confidence":0.93,"themes":[]}', 0.93],
  ['{"confidence":0}', 0],
  ['{"confidence":"high"}', null],
  ['{"confidence":7}', null],
  ['{"sentiment":"positive"}', null],
  ['{"confidence":0.9', null],
  ['0.93', null],
  ['null', null],
])('%j tells %j', (answer, confidence) => {
  expect(toldConfidence(answer)).toBe(confidence);
});
