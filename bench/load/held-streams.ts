/** Many streams at once, and how evenly their events arrive compared with how evenly the upstream sent them. */
import { nowUs } from '../wire/clock.ts';
import { checkStream, type StreamSample } from './stream-check.ts';
import { Connection } from './connection.ts';
import { summarise } from './distribution.ts';
import type { HeldJob, LoadOutcome } from './job.ts';
import { renderRequest } from './request.ts';
import { Tally } from './tally.ts';

/** A gap that exceeds the upstream's by more is a stall. */
const stallMs = 50;

export const heldStreams = async (job: HeldJob): Promise<LoadOutcome> => {
  const request = renderRequest(job.target, true, 0);
  const sample: StreamSample = { events: null };
  const excess: number[] = [];
  let stalls = 0;

  const openOne = (): Promise<Connection> => {
    let lastArrivedUs = 0;
    let lastSentUs = 0;
    return Connection.open(
      job.target.port,
      checkStream(sample, {
        onContent: (sentUs) => {
          const arrivedUs = nowUs();
          if (lastSentUs !== 0) {
            const excessMs = (arrivedUs - lastArrivedUs - (sentUs - lastSentUs)) / 1000;
            excess.push(excessMs);
            if (excessMs > stallMs) stalls += 1;
          }
          lastArrivedUs = arrivedUs;
          lastSentUs = sentUs;
        },
      }),
    );
  };

  const connections = await Promise.all(Array.from({ length: job.connections }, openOne));
  const tally = new Tally();
  await Promise.all(
    connections.map(
      (connection, index) =>
        new Promise<void>((resolve) => {
          const begin = (): void => connection.send(request, (error) => (tally.settle(error), resolve()));
          setTimeout(begin, (job.openingMs * index) / job.connections);
        }),
    ),
  );
  for (const connection of connections) connection.close();
  return { ...tally.outcome(), latency: null, lateness: null, excess: summarise(excess), stalls };
};
