/**
 * Latency at a fixed rate, measured from the moment at which each request was due. A gateway that stops for a while
 * delays the requests that fall due meanwhile, and all of that time counts (no coordinated omission).
 */
import { Worker } from 'node:worker_threads';
import { nowMs } from '../wire/clock.ts';
import { poissonArrivals } from './arrivals.ts';
import { checkStream, type StreamSample } from './stream-check.ts';
import { checkWhole, type Sample } from './whole-check.ts';
import { Connection } from './connection.ts';
import { summarise } from './distribution.ts';
import type { LoadOutcome, OpenJob } from './job.ts';
import { renderRequest } from './request.ts';
import { Tally } from './tally.ts';

/** The pacer's thread needs a moment to start; the first request is due after it. */
const leadMs = 150;

/** A connection and when the request that it carries was due. */
interface Lane {
  connection: Connection | null;
  dueMs: number;
  waiting: boolean;
}

export const openLoop = async (job: OpenJob): Promise<LoadOutcome> => {
  const request = renderRequest(job.target, job.stream, job.bodyBytes);
  const whole: Sample = { body: null };
  const streamed: StreamSample = { events: null };
  const latencies: number[] = [];
  const lateness: number[] = [];

  const openLane = async (): Promise<Lane> => {
    const lane: Lane = { connection: null, dueMs: 0, waiting: false };
    const onContent = (): void => {
      if (!lane.waiting) return;
      lane.waiting = false;
      latencies.push(nowMs() - lane.dueMs);
    };
    lane.connection = await Connection.open(job.target.port, job.stream ? checkStream(streamed, { onContent }) : checkWhole(whole));
    return lane;
  };
  const lanes = await Promise.all(Array.from({ length: job.connections }, openLane));
  const tally = new Tally();
  const [first] = lanes;
  await new Promise<void>((resolve) => first?.connection?.send(request, (error) => (tally.settle(error), resolve())));

  const beginMs = nowMs() + leadMs;
  const momentsMs = Float64Array.from(poissonArrivals(job.ratePerS, job.durationMs, job.seed), (offset) => beginMs + offset);
  const idle = [...lanes];
  /** Due moments of requests for which no connection was free. */
  const queue: number[] = [];
  let left = momentsMs.length;

  const pacer = new Worker(new URL('./pacer.ts', import.meta.url), { workerData: momentsMs });
  await new Promise<void>((resolve, reject) => {
    const send = (lane: Lane, dueMs: number): void => {
      lane.dueMs = dueMs;
      lane.waiting = true;
      lane.connection?.send(request, (error) => {
        if (!job.stream && error === null) latencies.push(nowMs() - dueMs);
        tally.settle(error);
        left -= 1;
        const next = queue.shift();
        if (left === 0 || tally.hopeless) resolve();
        else if (next !== undefined) send(lane, next);
        else idle.push(lane);
      });
    };
    pacer.on('message', (index: number) => {
      const dueMs = momentsMs[index] ?? 0;
      lateness.push(nowMs() - dueMs);
      const lane = idle.pop();
      if (lane === undefined) queue.push(dueMs);
      else send(lane, dueMs);
    });
    pacer.on('error', reject);
    if (left === 0) resolve();
  });
  await pacer.terminate();
  for (const { connection } of lanes) connection?.close();
  return { ...tally.outcome(), latency: summarise(latencies), lateness: summarise(lateness), excess: null, stalls: 0 };
};
