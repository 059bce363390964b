/** Everything that a run of the gateway bench found, as it is written to `bench/results/latest.json`. */
import type { ContenderName } from './contenders/contender.ts';
import type { LatencySetting } from './latency.ts';
import type { Setting } from './saturation.ts';
import type { HeldSetting } from './streams.ts';
import type { Verdict } from './verdicts.ts';

/** Whether the run itself holds together. */
export interface Integrity {
  /** Right replies and wrong ones, by contender. */
  readonly requests: Readonly<Partial<Record<ContenderName, number>>>;
  readonly errors: Readonly<Partial<Record<ContenderName, number>>>;
  readonly reasons: readonly string[];
  /** What the upstream served, and refused. */
  readonly upstreamRequests: number;
  readonly upstreamRefused: number;
  /** Where Plimsoll's records differ from what was asked of it; null when it did not take part. */
  readonly records: readonly string[] | null;
  /** Spans that Plimsoll exported; null when it did not take part. */
  readonly spans: number | null;
}

export interface Results {
  readonly v: 1;
  readonly bench: 'gateway';
  readonly startedAt: string;
  readonly durationS: number;
  readonly mode: 'full' | 'quick';
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly platform: string;
    readonly node: string;
    /** False where processes could not be pinned: then gateway and load disturb each other. */
    readonly pinned: boolean;
    /** Median and greatest share of the bench's cores that other programs took during a measurement. */
    readonly foreignShare: { readonly median: number; readonly max: number } | null;
    /** Measurements that were taken again because others were using the cores. */
    readonly repeated: number;
  };
  readonly contenders: readonly { readonly name: ContenderName; readonly title: string; readonly version: string }[];
  /**
   * Share of each gateway's processor time, from its warm-up to the end, that fell between measurements and was counted
   * in none: its work at rest, and work that it puts off for longer than a measurement waits.
   */
  readonly uncountedCpu: Readonly<Partial<Record<ContenderName, number>>>;
  /** Contenders that are not installed on this machine. */
  readonly absent: readonly string[];
  readonly saturation: readonly Setting[] | null;
  readonly bodies: readonly Setting[] | null;
  readonly latency: LatencySetting | null;
  readonly firstToken: LatencySetting | null;
  readonly streams: readonly HeldSetting[] | null;
  readonly integrity: Integrity;
  readonly verdicts: readonly Verdict[];
}
