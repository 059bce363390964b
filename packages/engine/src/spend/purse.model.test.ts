/**
 * Replicas, calls, crashes, pauses and partitions in random order, against what really was held and spent. 100,000 steps:
 * never over a cap, never a lost or invented pico-dollar.
 */
import { expect, test } from 'vitest';
import { accountsOf, type Account, type Budget } from './budgets.ts';
import { Purse, type Hold } from './purse.ts';
import { SimulatedTreasury } from './simulated-treasury.fixture.ts';

const seeds = 20;
const stepsEach = 5_000;

/** Mulberry32. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const budget = (name: string, capPicoUsd: bigint, changes: Partial<Budget> = {}): Budget => ({ name, capPicoUsd, per: 'day', mode: 'enforce', only: {}, each: null, ...changes });

/** Six levels; the caps are such that all of them bind at times. */
const budgets = [
  budget('organisation', 60_000n, { per: 'month' }),
  budget('tenant', 30_000n, { each: 'tenant' }),
  budget('app', 20_000n, { each: 'app' }),
  budget('feature', 12_000n, { each: 'feature', per: 'total' }),
  budget('user', 3_000n, { each: 'user' }),
  budget('strong', 15_000n, { only: { model: 'strong' } }),
];
const accounts = accountsOf(budgets, 'UTC');

interface Call {
  readonly accounts: readonly Account[];
  readonly hold: Hold;
}

interface Replica {
  readonly purse: Purse;
  readonly holder: string;
  readonly calls: Call[];
  /** What its spool proves. */
  readonly spent: Map<string, bigint>;
  partitioned: boolean;
  paused: boolean;
  dead: boolean;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const run = async (seed: number): Promise<{ readonly held: number; readonly refused: number }> => {
  const random = randomFrom(seed);
  const treasury = new SimulatedTreasury();
  const waiting: (() => void)[] = [];
  const late: (() => void)[] = [];
  let nowMs = Date.UTC(2026, 10, 27, 12);
  let born = 0;
  let held = 0;
  let refused = 0;
  const newReplica = (): Replica => {
    const holder = `holder${(born += 1)}`;
    const purse = new Purse({ treasury: treasury.for(holder), holder, now: () => nowMs, log: () => undefined, wait: () => new Promise((resolve) => waiting.push(resolve)) });
    return { purse, holder, calls: [], spent: new Map(), partitioned: false, paused: false, dead: false };
  };
  let live = [newReplica(), newReplica(), newReplica()];
  const all = [...live];
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[random(items.length)];

  const spend = (replica: Replica, call: Call, cost: bigint): void => {
    replica.calls.splice(replica.calls.indexOf(call), 1);
    const charge = call.hold.settle(cost);
    // Once only, whatever is said after.
    expect(call.hold.settle(cost + 1n)).toBe(charge);
    for (const key of charge.accounts) replica.spent.set(key, (replica.spent.get(key) ?? 0n) + BigInt(charge.picoUsd));
  };

  const reserve = (): void => {
    const replica = pick(live.filter(({ paused }) => !paused));
    if (replica === undefined) return;
    const tenant = `t${random(2)}`;
    const payers = accounts({ tenant, app: `${tenant}-a${random(2)}`, feature: `f${random(3)}`, user: `u${random(6)}`, model: random(2) === 0 ? 'strong' : 'small' }, nowMs);
    const wantPicoUsd = BigInt(1 + random(600));
    const begin = (hold: Hold): void => {
      // A crash takes calls with it that were about to begin: no provider was called, nothing was spent.
      if (replica.dead) return;
      held += 1;
      replica.calls.push({ accounts: payers, hold });
    };
    const quick = replica.purse.tryHold(payers, wantPicoUsd);
    if (quick !== null) begin(quick);
    else {
      replica.purse.hold({ accounts: payers, wantPicoUsd, leastPicoUsd: wantPicoUsd / 3n }).then(begin, () => {
        refused += 1;
      });
    }
  };

  const settle = (): void => {
    const replica = pick(live.filter(({ paused, calls }) => !paused && calls.length > 0));
    const call = replica === undefined ? undefined : pick(replica.calls);
    if (replica !== undefined && call !== undefined) spend(replica, call, BigInt(random(Number(call.hold.amountPicoUsd) + 1)));
  };

  const deliver = (): void => {
    if (treasury.pending.length === 0) return;
    const [asked] = treasury.pending.splice(random(treasury.pending.length), 1);
    const replica = all.find(({ holder }) => holder === asked?.holder);
    if (asked === undefined || replica === undefined) return;
    if (replica.paused) return void treasury.pending.push(asked);
    if (!replica.partitioned) asked.answer(asked.apply());
    else if (random(3) === 0) asked.fail();
    else if (random(2) === 0) {
      asked.apply();
      asked.fail();
    } else {
      late.push(() => void asked.apply());
      asked.fail();
    }
  };

  const crash = (): void => {
    const place = random(live.length);
    const dying = live[place];
    if (dying === undefined) return;
    dying.dead = true;
    // What was under way counts whole: its note in the spool says what it held.
    for (const call of dying.calls.slice()) spend(dying, call, call.hold.amountPicoUsd);
    live = live.with(place, newReplica());
    all.push(...live.slice(place, place + 1));
  };

  const reclaim = (): void => {
    const dead = pick(all.filter((replica) => replica.dead));
    if (dead !== undefined) treasury.close(dead.holder, dead.spent);
  };

  const check = (): void => {
    const truth = new Map<string, bigint>();
    const add = (key: string, amount: bigint): void => void truth.set(key, (truth.get(key) ?? 0n) + amount);
    for (const { spent, calls } of all) {
      for (const [key, amount] of spent) add(key, amount);
      for (const call of calls) for (const { key } of call.accounts) add(key, call.hold.amountPicoUsd);
    }
    for (const [key, amount] of truth) {
      const cap = budgets.find(({ name }) => key.startsWith(`${name}/`))?.capPicoUsd ?? 0n;
      const taken = treasury.taken.get(key) ?? 0n;
      if (amount > taken || taken > cap) throw new Error(`seed ${seed}: ${key} has ${amount} spent or held, ${taken} taken, of ${cap}`);
    }
  };

  const steps: readonly (readonly [weight: number, step: () => unknown])[] = [
    [40, reserve],
    [30, settle],
    [40, deliver],
    [8, () => waiting.shift()?.()],
    [8, () => void pick(live.filter(({ paused }) => !paused))?.purse.sweep()],
    [6, () => late.splice(random(late.length), 1)[0]?.()],
    [6, () => (nowMs += random(3_000))],
    [1, () => (nowMs += 400_000)],
    [1, () => random(20) === 0 && (nowMs += 86_400_000)],
    [1, crash],
    [1, reclaim],
    [2, () => { const replica = pick(live); if (replica !== undefined) replica.partitioned = !replica.partitioned; }],
    [2, () => { const replica = pick(live); if (replica !== undefined) replica.paused = !replica.paused; }],
  ];
  const weights = steps.reduce((sum, [weight]) => sum + weight, 0);
  for (let step = 0; step < stepsEach; step += 1) {
    let at = random(weights);
    steps.find(([weight]) => (at -= weight) < 0)?.[1]();
    await turn();
    check();
  }

  // Then everybody comes to rest: whole again, nothing under way, all that is not spent given back.
  for (const replica of live) {
    replica.partitioned = false;
    replica.paused = false;
  }
  const closing = live.map(({ purse }) => purse.close());
  for (let settled = false; !settled; ) {
    await turn();
    for (const free of waiting.splice(0)) free();
    for (const asked of treasury.pending.splice(0)) asked.answer(asked.apply());
    for (const replica of live) for (const call of replica.calls.slice()) spend(replica, call, 0n);
    settled = await Promise.race([Promise.all(closing).then(() => true), turn().then(() => false)]);
  }
  for (const apply of late.splice(0)) apply();
  for (const replica of all) treasury.close(replica.holder, replica.spent);
  for (const [key, taken] of treasury.taken) {
    const spent = all.reduce((sum, replica) => sum + (replica.spent.get(key) ?? 0n), 0n);
    if (taken !== spent) throw new Error(`seed ${seed}: ${key} has ${taken} taken and ${spent} spent`);
  }
  return { held, refused };
};

test('over 100,000 random steps no cap is passed, and no pico-dollar is lost or invented', { timeout: 120_000 }, async () => {
  let held = 0;
  let refused = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const counted = await run(seed);
    held += counted.held;
    refused += counted.refused;
  }
  // A walk on which nothing happens proves nothing.
  expect(held).toBeGreaterThan(5_000);
  expect(refused).toBeGreaterThan(500);
});
