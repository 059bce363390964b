/**
 * A cap under fire: three servers on one PostgreSQL, many requests at once, one server killed and one frozen for a while in the middle.
 * The simulated provider's own books say what was spent; they share no arithmetic with the gateway.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { formatUsd } from '@plimsoll/contract/money';
import { startPostgresServer } from '@plimsoll/testkit/postgres-server';
import { createSimulatedServer, type SimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { serverPool } from '@plimsoll/server/store/pools';
import { freePort } from '@plimsoll/testkit/free-port';
import { Child } from '../process/child.ts';
import { ready } from '../process/readiness.ts';

export interface ReplicasPlan {
  readonly requests: number;
  /** The cap pays for so many of them. */
  readonly capRequests: number;
  readonly users: number;
  /** Each user's cap pays for so many. */
  readonly userCapRequests: number;
  readonly freezeMs: number;
}

export interface ReplicasOutcome {
  readonly capPicoUsd: bigint;
  /** By the provider's books, while all went wrong. */
  readonly spentUnderFirePicoUsd: bigint;
  /** The same, after all that was left was spent by the servers that live. */
  readonly spentBySurvivorsPicoUsd: bigint;
  /** And once the killed one had started again and given back. */
  readonly spentInTheEndPicoUsd: bigint;
  /** What the killed server had and did not spend. */
  readonly deadLeasePicoUsd: bigint;
  /** What its interrupted calls held beyond what the provider billed: nobody can know, so it stays spent. */
  readonly interruptedPicoUsd: bigint;
  /** Once started again, it had given back all but what its calls took. */
  readonly deadGaveBack: boolean;
  readonly answered: number;
  readonly refused: number;
  readonly broken: number;
  /** Refusals although 80 % of the budget, or less, was spent or held. */
  readonly refusedTooSoon: number;
  /** Spent more than their own cap, by the provider's books. */
  readonly usersOverCap: number;
}

const repository = fileURLToPath(new URL('../../', import.meta.url));
const appKey = 'plm-bench-app-0123456789abcdefghijklmnopqrstuv';
const adminKey = 'plm-bench-admin-0123456789abcdefghijklmnopqrst';
const names = ['a', 'b', 'c'] as const;
const outputTokens = 16;
const prompt = 'Tell me in a few words how the tide comes and goes.';

interface Replica {
  readonly name: string;
  readonly port: number;
  readonly dataDir: string;
  readonly child: Child;
}

const configuration = (name: string, upstream: SimulatedServer, cap: bigint, userCap: bigint): string => `
service: spend-${name}
models:
  sim: { provider: openai, model: sim-${name}, base_url: "${upstream.openAiUrl}", key: env:BENCH_UPSTREAM_KEY, price: { input: 1, output: 3 } }
spend:
  budgets:
    all: { usd: ${formatUsd(cap)}, per: total }
    each-user: { usd: ${formatUsd(userCap)}, per: total, each: user }
`;

const startReplica = async (name: string, folder: string, databaseUrl: string, config: string): Promise<Replica> => {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const configFile = join(home, 'plimsoll.yaml');
  writeFileSync(configFile, config);
  const port = await freePort();
  const dataDir = join(home, 'data');
  const child = new Child({
    name: `plimsoll-${name}`,
    command: process.execPath,
    args: ['packages/server/src/main.ts'],
    core: null,
    folder: home,
    cwd: repository,
    env: { HOST: '127.0.0.1', PORT: String(port), PLIMSOLL_DATA: dataDir, PLIMSOLL_CONFIG: configFile, DATABASE_URL: databaseUrl, PLIMSOLL_APP_KEY: appKey, PLIMSOLL_ADMIN_KEY: adminKey, BENCH_UPSTREAM_KEY: 'upstream' },
  });
  await ready(child, port, 60_000, '/readyz');
  return { name, port, dataDir, child };
};

type Answer = { readonly kind: 'answered' } | { readonly kind: 'refused'; readonly budget: string; readonly user: string } | { readonly kind: 'broken'; readonly reason: string };

const send = async (replica: Replica, user: string): Promise<Answer> => {
  try {
    const reply = await fetch(`http://127.0.0.1:${replica.port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json', 'x-plimsoll-user': user },
      body: JSON.stringify({ model: 'sim', max_tokens: outputTokens, user, messages: [{ role: 'user', content: prompt }] }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await reply.text();
    if (reply.status === 200) return { kind: 'answered' };
    const budget = /Budget \\"([a-z-]+)\\"/.exec(text)?.[1];
    return reply.status === 429 && budget !== undefined ? { kind: 'refused', budget, user } : { kind: 'broken', reason: `${reply.status} ${text.slice(0, 200)}` };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
};

/** Follows how much of each account is spent or held, so that a refusal can be judged by what there was when it was decided. */
class Watch {
  readonly #pool: ReturnType<typeof serverPool>;
  readonly #samples: { readonly atMs: number; readonly share: ReadonlyMap<string, number> }[] = [];
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(pool: ReturnType<typeof serverPool>) {
    this.#pool = pool;
    this.#running = this.#run();
  }

  /** The largest share over the moments before now. */
  async mostBefore(key: string): Promise<number> {
    const nowMs = performance.now();
    await this.#sample();
    return Math.max(0, ...this.#samples.filter(({ atMs }) => atMs >= nowMs - 300).map(({ share }) => share.get(key) ?? 0));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #sample(): Promise<void> {
    const { rows } = await this.#pool.query<{ key: string; share: string }>('select key, taken / cap as share from budget_accounts');
    this.#samples.push({ atMs: performance.now(), share: new Map(rows.map(({ key, share }) => [key, Number(share)])) });
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#sample();
      await sleep(10);
    }
  }
}

const spentPerUser = (upstream: SimulatedServer, rates: { readonly input: bigint; readonly output: bigint }): Map<string, bigint> => {
  const spent = new Map<string, bigint>();
  for (const { body, inputTokens, outputTokens: output } of upstream.ledger.entries) {
    const user = typeof body?.['user'] === 'string' ? body['user'] : '';
    spent.set(user, (spent.get(user) ?? 0n) + BigInt(inputTokens) * rates.input + BigInt(output) * rates.output);
  }
  return spent;
};

/** Asks for small things until nothing more is given. */
const spendWhatIsLeft = async (replicas: readonly Replica[], label: string): Promise<void> => {
  for (let asked = 0, refusals = 0; refusals < 2 * replicas.length && asked < 5_000; asked += 1) {
    const replica = replicas[asked % replicas.length];
    if (replica === undefined) return;
    refusals = (await send(replica, `${label}-${asked}`)).kind === 'answered' ? 0 : refusals + 1;
  }
};

/** @param folder an empty one, for configuration, data and logs */
export const spendOnReplicas = async (plan: ReplicasPlan, folder: string, tell: (what: string) => void): Promise<ReplicasOutcome> => {
  const rates = { input: 1_000_000n, output: 3_000_000n };
  const upstream = await createSimulatedServer({ behaviour: { tokens: outputTokens, latencyMs: 150 }, rates: { inputPicoUsd: rates.input, outputPicoUsd: rates.output } });
  const postgres = await startPostgresServer();
  const replicas: Replica[] = [];
  let pool: ReturnType<typeof serverPool> | null = null;
  try {
    const probe = await fetch(`${upstream.openAiUrl}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'probe', messages: [{ role: 'user', content: prompt }] }) });
    await probe.text();
    const probeCost = BigInt(upstream.ledger.totals().costPicoUsd);
    const cap = probeCost * BigInt(plan.capRequests);
    const userCap = probeCost * BigInt(plan.userCapRequests);
    const databaseUrl = postgres.url(await postgres.createDatabase());
    const config = (name: string): string => configuration(name, upstream, cap, userCap);
    tell('starting three servers on one PostgreSQL');
    for (const name of names) replicas.push(await startReplica(name, folder, databaseUrl, config(name)));
    const [killed, frozen, steady] = replicas;
    if (killed === undefined || frozen === undefined || steady === undefined) throw new Error('three servers were started');
    pool = serverPool({ databaseUrl, max: 4 });
    const watch = new Watch(pool);
    const spent = (): bigint => BigInt(upstream.ledger.totals().costPicoUsd) - probeCost;

    // Each has answered before: what a first call has to load is not what is tested.
    for (const replica of replicas) await send(replica, `first-${replica.name}`);
    tell(`${plan.requests} requests at once; one server is killed, one frozen`);
    let refusedTooSoon = 0;
    const all = Promise.all(
      Array.from({ length: plan.requests }, async (_, index) => {
        const replica = replicas[index % replicas.length] ?? steady;
        const answer = await send(replica, `user-${index % plan.users}`);
        if (answer.kind === 'refused') {
          const key = answer.budget === 'all' ? 'all//total' : `each-user/${encodeURIComponent(`default:${answer.user}`)}/total`;
          if ((await watch.mostBefore(key)) <= 0.8) refusedTooSoon += 1;
        }
        return answer;
      }),
    );
    // In the middle of it: both that are meant have calls at the provider, the rest is under way.
    const begun = (replica: Replica): number => upstream.ledger.entries.filter(({ body }) => body?.['model'] === `sim-${replica.name}`).length;
    for (let tries = 0; [killed, frozen].some((replica) => begun(replica) < 3) && tries < 2_000; tries += 1) await sleep(2);
    killed.child.signal('SIGKILL');
    frozen.child.signal('SIGSTOP');
    await sleep(plan.freezeMs);
    frozen.child.signal('SIGCONT');
    const answers = await all;
    await watch.stop();
    const spentUnderFirePicoUsd = spent();

    tell('spending what the survivors have left');
    await sleep(2_500);
    await spendWhatIsLeft([frozen, steady], 'late');
    await sleep(1_500);
    const deadHolder = readFileSync(join(killed.dataDir, 'holders'), 'utf8').trim();
    const { rows: [lease] } = await pool.query<{ granted: string }>("select granted from budget_leases where holder = $1 and account = 'all//total'", [deadHolder]);
    const spentByDead = upstream.ledger.entries.filter(({ body }) => body?.['model'] === 'sim-a').reduce((sum, entry) => sum + BigInt(entry.inputTokens) * rates.input + BigInt(entry.outputTokens) * rates.output, 0n);
    const deadLeasePicoUsd = BigInt(lease?.granted ?? '0') - spentByDead;
    const spentBySurvivorsPicoUsd = spent();

    tell('starting the killed one again and spending the rest');
    const again = await startReplica(killed.name, folder, databaseUrl, config(killed.name));
    replicas[0] = again;
    await sleep(3_000);
    await spendWhatIsLeft([again, frozen, steady], 'last');
    const { rows: [closed] } = await pool.query<{ granted: string; settled: string }>("select granted, settled from budget_leases where holder = $1 and account = 'all//total'", [deadHolder]);
    const usersOverCap = [...spentPerUser(upstream, rates)].filter(([user, amount]) => user !== '' && amount > userCap).length;
    const count = (kind: Answer['kind']): number => answers.filter((answer) => answer.kind === kind).length;
    return {
      capPicoUsd: cap,
      spentUnderFirePicoUsd,
      spentBySurvivorsPicoUsd,
      spentInTheEndPicoUsd: spent(),
      deadLeasePicoUsd,
      interruptedPicoUsd: BigInt(closed?.settled ?? '0') - spentByDead,
      deadGaveBack: closed !== undefined && closed.granted === closed.settled,
      answered: count('answered'),
      refused: count('refused'),
      broken: count('broken'),
      refusedTooSoon,
      usersOverCap,
    };
  } finally {
    await pool?.end();
    await Promise.all(replicas.map(({ child }) => child.stop()));
    await postgres.stop();
    await upstream.close();
  }
};
