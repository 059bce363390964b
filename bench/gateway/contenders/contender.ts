/** What the bench needs to know of anything that stands between a caller and the upstream. */
import type { Target } from '../../load/job.ts';
import { upstreamKey } from '../../wire/answer.ts';

export const contenderNames = ['direct', 'plimsoll', 'portkey', 'nginx', 'bare'] as const;
export type ContenderName = (typeof contenderNames)[number];

/** What a contender is given to start with. */
interface Surroundings {
  readonly upstreamPort: number;
  /** Where traces may be sent (OTLP over HTTP). */
  readonly sinkPort: number;
  /** An empty folder of its own: configuration, data, logs. */
  readonly folder: string;
  readonly core: number | null;
}

export interface Running {
  readonly target: Target;
  /** Root of its processes; null for the way without a gateway. */
  readonly pid: number | null;
  readonly version: string;
  /**
   * Compares what it has on record with what was asked of it.
   * @returns what does not agree, empty when all does
   */
  readonly audit?: (expected: Expected) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

export interface Expected {
  readonly requests: number;
  readonly outputTokens: number;
}

export interface Contender {
  readonly name: ContenderName;
  readonly title: string;
  /** @throws Error when it cannot be started. @returns null when it is not installed here */
  readonly start: (surroundings: Surroundings) => Promise<Running | null>;
}

/** For those that pass the caller's request on as it is. */
export const plainTarget = (port: number): Target => ({
  port,
  path: '/v1/chat/completions',
  headers: { authorization: `Bearer ${upstreamKey}` },
  model: 'gpt-5-mini',
});
