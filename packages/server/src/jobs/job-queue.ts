/**
 * Which replica works on what: pg-boss, in the same PostgreSQL, held to one promise. A key that was offered is handed to one worker
 * at a time; one that goes silent loses it. What there is to do, and how far it is, stands in our own tables.
 */
import { PgBoss } from 'pg-boss';
import type { Store } from '../store/store.ts';

export interface JobQueue {
  /** Does nothing while the key waits or is worked on. */
  readonly offer: (key: string) => Promise<void>;
  /** Ends a job whose worker is known to be dead, so that its key need not wait until that is noticed. */
  readonly forget: (jobs: readonly string[]) => Promise<void>;
  /** Takes no further jobs; those under way are waited for by whoever does them. */
  readonly stop: () => Promise<void>;
}

export interface JobQueueOptions {
  readonly store: Pick<Store, 'kind' | 'query'>;
  readonly name: string;
  /** `signal` is aborted when the queue gives the key to another. What it throws is logged, and the key may be offered again. */
  readonly work: (key: string, job: string, signal: AbortSignal) => Promise<void>;
  /** Keys worked on at a time by this process. */
  readonly atOnce: number;
  readonly log: (message: string) => void;
}

/** A worker that says nothing for so long is taken for dead; pg-boss allows no less. */
const heartbeatS = 10;
/** How soon its death is noticed after that. */
const monitorS = 5;
const pollS = 2;
/** A job may take half a day; then its key is offered anew. pg-boss allows less than a whole one. */
const longestJobS = 12 * 3600;
const keptS = 3600;

export const openJobQueue = async ({ store, name, work, atOnce, log }: JobQueueOptions): Promise<JobQueue> => {
  const boss = new PgBoss({
    db: { executeSql: store.query },
    backend: store.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: 'plimsoll_jobs',
    schedule: false,
    reindex: false,
    superviseIntervalSeconds: monitorS,
    monitorIntervalSeconds: monitorS,
    // Jobs of ours never wait for one another, and no page lists the instances.
    flowIntervalSeconds: 3600,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log(`jobs: ${error.message}`));
  await boss.start();
  // No retries of its own: whoever offers keys sees that one is still to be done. `exclusive`: one job a key, waiting or under way.
  await boss.createQueue(name, { policy: 'exclusive', retryLimit: 0, heartbeatSeconds: heartbeatS, expireInSeconds: longestJobS, deleteAfterSeconds: keptS });
  const worker = await boss.work<{ key: string }>(
    name,
    { localConcurrency: atOnce, pollingIntervalSeconds: pollS, heartbeatRefreshSeconds: 3 },
    async (jobs) => {
      for (const { id, data, signal } of jobs) await work(data.key, id, signal);
    },
  );
  return {
    offer: async (key) => {
      const job = await boss.send(name, { key }, { singletonKey: key });
      if (job !== null) boss.notifyWorker(worker);
    },
    forget: async (jobs) => {
      if (jobs.length > 0) await boss.deleteJob(name, [...jobs]);
    },
    stop: () => boss.stop({ graceful: true, close: false, timeout: 1000 }),
  };
};
