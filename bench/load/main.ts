/** The load generator, in a process of its own: takes one job at a time over its message channel and reports the outcome. */
import { closedLoop } from './closed-loop.ts';
import { heldStreams } from './held-streams.ts';
import type { LoadJob, LoadOutcome, LoadReport } from './job.ts';
import { openLoop } from './open-loop.ts';

const run = (job: LoadJob): Promise<LoadOutcome> => {
  if (job.kind === 'closed') return closedLoop(job);
  return job.kind === 'open' ? openLoop(job) : heldStreams(job);
};

const tell = (report: LoadReport): void => {
  process.send?.(report);
};

process.on('message', (job: LoadJob) => {
  run(job).then(
    (outcome) => tell({ report: 'outcome', outcome }),
    (error: unknown) => tell({ report: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
tell({ report: 'ready' });
