/** The gateway bench: starts everything, measures section by section, judges, reports. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killAll, stopAll } from '../process/child.ts';
import { assignCores, pinSelf } from '../process/cores.ts';
import { usage as answerUsage } from '../wire/answer.ts';
import { bare } from './contenders/bare.ts';
import type { Contender } from './contenders/contender.ts';
import { direct } from './contenders/direct.ts';
import { nginx } from './contenders/nginx.ts';
import { plimsoll } from './contenders/plimsoll.ts';
import { portkey } from './contenders/portkey.ts';
import { measureLatency } from './latency.ts';
import { Ledger, runLeg } from './leg.ts';
import { median } from './median.ts';
import { type Options, readOptions, usage } from './options.ts';
import { type Plan, plans } from './plan.ts';
import { Progress } from './progress.ts';
import { renderReport } from './report.ts';
import type { Integrity, Results } from './results.ts';
import { Rig } from './rig.ts';
import { measureBodies, measureSaturation, smallBodyBytes } from './saturation.ts';
import { measureStreams } from './streams.ts';
import { judgeAll, type Verdict } from './verdicts.ts';

const contenders: readonly Contender[] = [direct, plimsoll, portkey, nginx, bare];
const latestFile = fileURLToPath(new URL('../results/latest.json', import.meta.url));

const countSteps = (plan: Plan, { only }: Options, gateways: number): number =>
  gateways *
  (1 +
    (only.includes('saturation') ? plan.saturation.connections.length * plan.saturation.rounds : 0) +
    (only.includes('bodies') ? plan.bodies.kilobytes.length * plan.bodies.rounds : 0) +
    (only.includes('latency') ? 2 * (plan.latency.rounds + 1) : 0) +
    (only.includes('streams') ? plan.streams.held.length * plan.streams.rounds * (plan.streams.legMs / 1000) : 0));

/** After about so many requests V8 has compiled what is hot; slow gateways get three times the planned time for it. */
const warmRequests = 10_000;
const warmPatience = 3;

/** Lets every gateway compile its hot code, whole replies and streams alike, before anything counts. */
const warmUp = async (rig: Rig, ledger: Ledger, progress: Progress, durationMs: number): Promise<void> => {
  await rig.behave({ answerChars: 256, latencyMs: 0, events: 8, intervalMs: 2 });
  for (const gateway of rig.gateways) {
    progress.step(`warming up, ${gateway.contender.title}`);
    const job = { kind: 'closed', target: gateway.target, connections: 16, bodyBytes: smallBodyBytes } as const;
    for (let requests = 0, legs = 0; requests < warmRequests && legs < warmPatience; legs += 1) {
      requests += (await runLeg(rig, ledger, gateway, { ...job, stream: false, durationMs })).outcome.requests;
    }
    await runLeg(rig, ledger, gateway, { ...job, stream: true, durationMs: durationMs / 3 });
  }
};

const checkIntegrity = async (rig: Rig, ledger: Ledger): Promise<Integrity> => {
  const own = rig.gateways.find(({ contender }) => contender.name === 'plimsoll');
  const requests = ledger.requests.get('plimsoll') ?? 0;
  const records = (await own?.audit?.({ requests, outputTokens: requests * answerUsage.completion_tokens })) ?? null;
  const { requests: upstreamRequests, refused: upstreamRefused } = await rig.upstreamCounts();
  return {
    requests: Object.fromEntries(ledger.requests),
    errors: Object.fromEntries(ledger.errors),
    reasons: [...ledger.reasons],
    upstreamRequests,
    upstreamRefused,
    records,
    spans: own === undefined ? null : (await rig.sinkCounts()).spans,
  };
};

const measure = async (rig: Rig, options: Options, pinned: boolean): Promise<Results> => {
  const startedAt = new Date();
  const plan: Plan = options.quick ? plans.quick : plans.full;
  const steps = countSteps(plan, options, rig.gateways.length);
  const progress = new Progress(steps);
  const ledger = new Ledger(Math.ceil(steps / 4));
  const cpuAtStart = rig.gateways.map((gateway) => rig.gatewayCpuMs(gateway));
  const wants = (section: Options['only'][number]): boolean => options.only.includes(section);
  await warmUp(rig, ledger, progress, plan.warmUpMs);
  const saturation = wants('saturation') ? await measureSaturation(rig, ledger, progress, plan.saturation) : null;
  const bodies = wants('bodies') ? await measureBodies(rig, ledger, progress, plan.bodies) : null;
  const latency = wants('latency') ? await measureLatency(rig, ledger, progress, plan.latency, false) : null;
  const firstToken = wants('latency') ? await measureLatency(rig, ledger, progress, plan.latency, true) : null;
  const streams = wants('streams') ? await measureStreams(rig, ledger, progress, plan.streams) : null;
  const uncountedCpu = rig.gateways.flatMap((gateway, index) => {
    const usedMs = rig.gatewayCpuMs(gateway) - (cpuAtStart[index] ?? 0);
    return gateway.pid === null ? [] : [[gateway.contender.name, 1 - (ledger.cpuMs.get(gateway.contender.name) ?? 0) / usedMs] as const];
  });
  const integrity = await checkIntegrity(rig, ledger);
  progress.end();
  const { foreignShares } = ledger;
  const measured = { saturation, bodies, latency, firstToken, streams, integrity };
  return {
    v: 1,
    bench: 'gateway',
    startedAt: startedAt.toISOString(),
    durationS: Math.round((Date.now() - startedAt.getTime()) / 1000),
    mode: options.quick ? 'quick' : 'full',
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1e9),
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      pinned,
      foreignShare: foreignShares.length === 0 ? null : { median: median(foreignShares) ?? 0, max: Math.max(...foreignShares) },
      repeated: ledger.repeated,
    },
    contenders: rig.gateways.map(({ contender: { name, title }, version }) => ({ name, title, version })),
    uncountedCpu: Object.fromEntries(uncountedCpu),
    absent: rig.absent,
    ...measured,
    verdicts: judgeAll(measured),
  };
};

const exitStatus = (verdicts: readonly Verdict[]): number => {
  if (verdicts.some(({ kept }) => kept === false)) return 1;
  return verdicts.some(({ kept }) => kept === null) ? 3 : 0;
};

/** @returns the exit status */
export const gatewayBench = async (args: readonly string[]): Promise<number> => {
  let options: Options | null;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  process.once('exit', () => {
    killAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  try {
    const cores = assignCores();
    if (cores !== null) pinSelf(cores.load);
    const { without } = options;
    const rig = await Rig.start(contenders.filter(({ name }) => !without.includes(name)), cores, folder);
    const results = await measure(rig, options, cores !== null);
    const out = options.out ?? latestFile;
    mkdirSync(dirname(out), { recursive: true });
    const json = `${JSON.stringify(results, null, 1)}\n`;
    writeFileSync(out, json);
    process.stdout.write(options.json ? json : renderReport(results));
    return exitStatus(results.verdicts);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return 4;
  } finally {
    await stopAll();
  }
};
