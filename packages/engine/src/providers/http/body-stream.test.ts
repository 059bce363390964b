import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BodyStream, mostWaitingBytes } from './body-stream.ts';

interface Spy {
  paused: boolean;
  aborted: number;
}

const make = (): { stream: BodyStream; flow: Spy } => {
  const flow: Spy = { paused: false, aborted: 0 };
  const stream = new BodyStream({
    pause: () => {
      flow.paused = true;
    },
    resume: () => {
      flow.paused = false;
    },
    abort: () => {
      flow.aborted += 1;
    },
  });
  return { stream, flow };
};

const kib = (count: number): Uint8Array => new Uint8Array(count * 1024);

test('pieces arrive uncopied and in order, however pushes and reads interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 40_000 }), fc.constant('read' as const))), async (steps) => {
      const { stream, flow } = make();
      const pushed: Uint8Array[] = [];
      const reads: Promise<IteratorResult<Uint8Array>>[] = [];
      let lastRead: Promise<unknown> = Promise.resolve();
      for (const step of steps) {
        if (step === 'read') {
          // One read at a time: the next waits until the last was answered, if anything can answer it.
          if (pushed.length > reads.length || reads.length === pushed.length) {
            if (reads.length > pushed.length) continue;
            const read = stream.next();
            reads.push(read);
            lastRead = read;
            if (reads.length <= pushed.length) await lastRead;
          }
        } else if (!flow.paused) {
          pushed.push(step);
          stream.push(step);
        }
      }
      stream.finish();
      const received = await Promise.all(reads);
      for (;;) {
        const step = await stream.next();
        received.push(step);
        if (step.done === true) break;
      }
      const pieces = received.flatMap((step) => (step.done === true ? [] : [step.value]));
      expect(pieces.length).toBe(pushed.length);
      for (const [index, piece] of pieces.entries()) expect(piece).toBe(pushed[index]);
    }),
    { numRuns: 200 },
  );
});

test('the connection is paused while too much waits and resumed when all of it is read', async () => {
  const { stream, flow } = make();
  const pieces = mostWaitingBytes / 1024 / 16;
  for (let count = 0; count < pieces - 1; count += 1) stream.push(kib(16));
  expect(flow.paused).toBe(false);
  stream.push(kib(16));
  expect(flow.paused).toBe(true);
  for (let count = 0; count < pieces - 1; count += 1) await stream.next();
  expect(flow.paused).toBe(true);
  await stream.next();
  expect(flow.paused).toBe(false);
});

test('what came before a failure is read first, then the failure once, then the end', async () => {
  const { stream } = make();
  const failure = new Error('broken');
  stream.push(kib(1));
  stream.fail(failure);
  stream.push(kib(1));
  expect((await stream.next()).value).toHaveLength(1024);
  await expect(stream.next()).rejects.toBe(failure);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('a cancelled stream gives its reader the reason at once', async () => {
  const { stream } = make();
  const reason = new Error('left');
  stream.push(kib(1));
  stream.cancel(reason);
  await expect(stream.next()).rejects.toBe(reason);
  const waiting = make();
  const read = waiting.stream.next();
  waiting.stream.cancel(reason);
  await expect(read).rejects.toBe(reason);
});

test('a reader that stops ends the request, once', async () => {
  const { stream, flow } = make();
  stream.push(kib(1));
  for await (const _ of stream) break;
  await stream.return();
  expect(flow.aborted).toBe(1);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('a stream that has ended needs no ending', async () => {
  const { stream, flow } = make();
  stream.finish();
  await stream.return();
  expect(flow.aborted).toBe(0);
});

test('two readers at once are a mistake that is told', async () => {
  const { stream } = make();
  const first = stream.next();
  await expect(stream.next()).rejects.toThrow('one reader');
  stream.finish();
  expect((await first).done).toBe(true);
});
