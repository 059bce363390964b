import { expect, test } from 'vitest';
import { AnswerWriter, Cancelled } from './answer-writer.ts';
import { pieceWindow, type JobReport } from './child-protocol.ts';
import { JobChannel } from './job-channel.ts';

const piece: Extract<JobReport, { type: 'piece' }> = { type: 'piece', id: 1, choice: 0, text: 'x', probabilities: [] };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a writer gets ahead of its reader by one window and no further', async () => {
  const sent: JobReport[] = [];
  const writer = new AnswerWriter(1, (report) => sent.push(report));
  const channel = new JobChannel((count) => writer.grant(count));
  const writing = (async () => {
    for (let count = 0; count < 1000; count += 1) await writer.write(piece);
  })();
  await settle();
  expect(sent).toHaveLength(pieceWindow);
  let read = 0;
  for (; read < 500; read += 1) {
    for (const report of sent.splice(0)) channel.push(report);
    await channel.next();
    await settle();
  }
  expect(sent.length).toBeLessThanOrEqual(pieceWindow);
  writer.cancel();
  await expect(writing).rejects.toThrow(Cancelled);
});

test('a child that sends beyond its window is found out', () => {
  const channel = new JobChannel(() => undefined);
  let taken = 0;
  while (channel.push(piece)) taken += 1;
  expect(taken).toBeLessThan(pieceWindow * 4);
});

test('reports that arrived before a crash are read before it is thrown', async () => {
  const channel = new JobChannel(() => undefined);
  channel.push(piece);
  channel.fail(new Error('gone'));
  expect(await channel.next()).toBe(piece);
  await expect(channel.next()).rejects.toThrow('gone');
});
