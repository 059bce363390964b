/**
 * Tells the generator when to send. The event loop's timers are good to a millisecond, which is more than a gateway
 * adds; a thread of its own can sleep to within some tens of microseconds.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { nowMs } from '../wire/clock.ts';

/** Moments on the clock of `nowMs`, ascending. */
const momentsMs: unknown = workerData;
if (!(momentsMs instanceof Float64Array) || parentPort === null) throw new TypeError('the pacer is started with its moments, as a worker');
const generator = parentPort;
const bell = new Int32Array(new SharedArrayBuffer(4));

for (let index = 0; index < momentsMs.length; index += 1) {
  const waitMs = (momentsMs[index] ?? 0) - nowMs();
  if (waitMs > 0) Atomics.wait(bell, 0, 0, waitMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origins
  generator.postMessage(index);
}
