/** Saturation: every connection sends its next request as soon as it has its reply. */
import { checkStream, type StreamSample } from './stream-check.ts';
import { checkWhole, type Sample } from './whole-check.ts';
import { Connection, type ReplyCheck } from './connection.ts';
import { summarise } from './distribution.ts';
import type { ClosedJob, LoadOutcome } from './job.ts';
import { renderRequest } from './request.ts';
import { Tally } from './tally.ts';

export const closedLoop = async (job: ClosedJob): Promise<LoadOutcome> => {
  const request = renderRequest(job.target, job.stream, job.bodyBytes);
  const whole: Sample = { body: null };
  const streamed: StreamSample = { events: null };
  const check = (): ReplyCheck => (job.stream ? checkStream(streamed, { onContent: () => {} }) : checkWhole(whole));
  const connections = await Promise.all(Array.from({ length: job.connections }, () => Connection.open(job.target.port, check())));
  const tally = new Tally();
  const latencies: number[] = [];
  const endMs = tally.startMs + job.durationMs;

  const loop = (connection: Connection): Promise<void> =>
    new Promise((resolve) => {
      let sentMs = 0;
      const next = (): void => {
        if (!connection.usable || tally.hopeless || performance.now() >= endMs) return resolve();
        sentMs = performance.now();
        connection.send(request, settle);
      };
      const settle = (error: Error | null): void => {
        tally.settle(error);
        if (error === null) latencies.push(tally.lastMs - sentMs);
        next();
      };
      next();
    });

  // The first reply is waited for alone: the others are held against it.
  const [first] = connections;
  if (first !== undefined) await new Promise<void>((resolve) => first.send(request, (error) => (tally.settle(error), resolve())));
  await Promise.all(connections.map(loop));
  for (const connection of connections) connection.close();
  return { ...tally.outcome(), latency: summarise(latencies), lateness: null, excess: null, stalls: 0 };
};
