/** The bench's own processes (upstream, trace sink, load generator) and the gateways between them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLoadReport, type LoadJob, type LoadOutcome } from '../load/job.ts';
import { Child } from '../process/child.ts';
import type { Cores } from '../process/cores.ts';
import { coreBusyMs, cpuTimesMs } from '../process/cpu-time.ts';
import {
  type CountOrder,
  isBehaving,
  isListening,
  isSinkCounted,
  isUpstreamCounted,
  type SinkCounts,
  type UpstreamBehaviour,
  type UpstreamCounts,
  type UpstreamOrder,
} from '../wire/messages.ts';
import type { Contender, Running } from './contenders/contender.ts';

/** A contender that has been started. */
export interface Gateway extends Running {
  readonly contender: Contender;
}

/** No job takes longer. */
const jobDeadlineMs = 120_000;
const startDeadlineMs = 15_000;

const count: CountOrder = { order: 'count' };

const upstreamScript = fileURLToPath(new URL('../upstream.ts', import.meta.url));
const sinkScript = fileURLToPath(new URL('../otlp-sink.ts', import.meta.url));
const loadScript = fileURLToPath(new URL('../load/main.ts', import.meta.url));

export class Rig {
  readonly gateways: readonly Gateway[];
  /** Contenders that are not installed here. */
  readonly absent: readonly string[];
  readonly #upstream: Child;
  readonly #sink: Child;
  readonly #load: Child;
  readonly #cores: Cores | null;

  private constructor(upstream: Child, sink: Child, load: Child, cores: Cores | null, gateways: readonly Gateway[], absent: readonly string[]) {
    this.#upstream = upstream;
    this.#sink = sink;
    this.#load = load;
    this.#cores = cores;
    this.gateways = gateways;
    this.absent = absent;
  }

  /**
   * Starts everything, the contenders one after another.
   * @throws Error when something cannot be started
   */
  static async start(contenders: readonly Contender[], cores: Cores | null, folder: string): Promise<Rig> {
    const own = (name: string, script: string, core: number | undefined): Child =>
      new Child({ name, command: process.execPath, args: [script], core: core ?? null, folder, channel: true });
    const upstream = own('upstream', upstreamScript, cores?.upstream);
    const { port: upstreamPort } = await upstream.receive(startDeadlineMs, isListening);
    const sink = own('otlp-sink', sinkScript, cores?.load);
    const { port: sinkPort } = await sink.receive(startDeadlineMs, isListening);
    const load = own('load', loadScript, cores?.load);
    await load.receive(startDeadlineMs, isLoadReport);

    const gateways: Gateway[] = [];
    const absent: string[] = [];
    for (const contender of contenders) {
      const home = join(folder, contender.name);
      mkdirSync(home);
      const running = await contender.start({
        upstreamPort,
        sinkPort,
        folder: home,
        core: cores?.gateway ?? null,
      });
      if (running === null) absent.push(contender.name);
      else gateways.push({ ...running, contender });
    }
    return new Rig(upstream, sink, load, cores, gateways, absent);
  }

  async behave(behaviour: UpstreamBehaviour): Promise<void> {
    await this.#upstream.receive(startDeadlineMs, isBehaving, { order: 'behave', behaviour } satisfies UpstreamOrder);
  }

  /** @throws Error when the generator itself fails; wrong replies are in the outcome. */
  async run(job: LoadJob): Promise<LoadOutcome> {
    const report = await this.#load.receive(jobDeadlineMs, isLoadReport, job);
    if (report.report === 'outcome') return report.outcome;
    throw new Error(report.report === 'failed' ? `the load generator failed: ${report.reason}` : 'the load generator is out of step');
  }

  async upstreamCounts(): Promise<UpstreamCounts> {
    return (await this.#upstream.receive(startDeadlineMs, isUpstreamCounted, count)).counts;
  }

  async sinkCounts(): Promise<SinkCounts> {
    return (await this.#sink.receive(startDeadlineMs, isSinkCounted, count)).counts;
  }

  /** Processor time of one gateway so far; 0 for the way without one. */
  gatewayCpuMs(gateway: Gateway): number {
    return gateway.pid === null ? 0 : (cpuTimesMs([gateway.pid])[0] ?? 0);
  }

  /** How many cores the bench uses. */
  get coreCount(): number {
    return this.#usedCores().length;
  }

  /**
   * Time that the bench's cores have spent on anything but the bench. Tells how far a figure can be trusted.
   * @returns null where processes are not pinned, because then it cannot be told
   */
  foreignMs(): number | null {
    if (this.#cores === null) return null;
    const pids = [this.#upstream, this.#sink, this.#load].map((child) => child.pid);
    for (const { pid } of this.gateways) if (pid !== null) pids.push(pid);
    const { user, system } = process.cpuUsage();
    const own = cpuTimesMs(pids).reduce((sum, ms) => sum + ms, 0) + (user + system) / 1000;
    return this.#usedCores().reduce((sum, core) => sum + coreBusyMs(core), 0) - own;
  }

  #usedCores(): readonly number[] {
    if (this.#cores === null) return [];
    const { gateway, load, upstream } = this.#cores;
    return [...new Set([gateway, load, upstream])];
  }
}
