import type { Provider } from '../provider.ts';
import { expect, test } from 'vitest';
import { modelOf } from '../run-pipeline.fixture.ts';
import type { Model } from '../model.ts';
import { cheaperOfTwo, othersByCost } from './balance.ts';
import { ModelHealth } from './model-health.ts';
import { PeakEwma } from './peak-ewma.ts';

const silent: Provider = { kind: 'simulated', operations: ['chat'], call: () => Promise.reject(new Error('not asked here')), close: () => Promise.resolve() };
const equals = (...names: readonly string[]): Model[] => names.map((name) => modelOf(name, silent));
/** A whole answer that took so long. */
const answers = ({ health }: Model, tookMs: number, nowMs: number): void => health.answered(health.admit(nowMs), true, tookMs, nowMs);
const fails = ({ health }: Model, nowMs: number): void => health.failed(health.admit(nowMs), 'provider_refused', false, 1, nowMs);
/** The same numbers each time, spread over 0 to 1. */
const chance = (): (() => number) => {
  let state = 12_345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

test('latency: a slow answer is believed at once, a fast one by and by, and both are forgotten with time', () => {
  const ewma = new PeakEwma();
  ewma.observe(100, 0);
  ewma.observe(900, 1);
  expect(ewma.at(1)).toBe(900);
  ewma.observe(100, 2);
  expect(ewma.at(2)).toBeGreaterThan(850);
  for (let ms = 2; ms < 60_000; ms += 100) ewma.observe(100, ms);
  expect(ewma.at(60_000)).toBeGreaterThan(90);
  expect(ewma.at(60_000)).toBeLessThan(120);
  expect(ewma.at(120_000)).toBeLessThan(1);
});

test('a server that refuses in no time does not look like the fastest', () => {
  const [dead, slow] = equals('dead', 'slow');
  if (dead === undefined || slow === undefined) throw new Error('two were asked for');
  answers(slow, 2_000, 0);
  fails(dead, 0);
  expect(dead.health.cost(false, 0)).toBeGreaterThan(slow.health.cost(false, 0));
});

test('what is under way counts, so that two of the same speed share the work', () => {
  const [busy, idle] = equals('busy', 'idle');
  if (busy === undefined || idle === undefined) throw new Error('two were asked for');
  for (const model of [busy, idle]) answers(model, 100, 0);
  busy.health.admit(0);
  expect(cheaperOfTwo([busy, idle], false, 0, chance())).toBe(1);
});

test('a stream\'s beginning and a whole answer are measured apart', () => {
  const [model] = equals('a');
  model?.health.began(model.health.admit(0), 50, 0);
  expect(model?.health.view(0)).toMatchObject({ beginsInMs: 50, answersInMs: null });
});

test('nobody who may not be asked is chosen, and where nobody may be, nobody is', () => {
  const group = equals('a', 'b', 'c');
  const [first, , third] = group;
  for (const model of [first, third]) for (let time = 0; model !== undefined && time < 5; time += 1) fails(model, 0);
  const random = chance();
  const chosen = Array.from({ length: 200 }, () => cheaperOfTwo(group, false, 1, random));
  expect(new Set(chosen)).toEqual(new Set([1]));
  for (let time = 0; time < 5; time += 1) fails(group[1] ?? modelOf('none', silent), 0);
  expect(cheaperOfTwo(group, false, 1, random)).toBe(-1);
});

test('who asked for a pause is left alone, however fast it was', () => {
  const group = equals('fast', 'slow');
  for (const [place, model] of group.entries()) answers(model, [10, 2_000][place] ?? 0, 0);
  const health = group[0]?.health;
  health?.limited(health.admit(0), 'provider_rate_limited', 30_000, 0);
  const random = chance();
  expect(new Set(Array.from({ length: 50 }, () => cheaperOfTwo(group, false, 1, random)))).toEqual(new Set([1]));
});

test('the others follow in order of cost', () => {
  const group = equals('a', 'b', 'c', 'd');
  for (const [place, model] of group.entries()) answers(model, [300, 100, 200, 50][place] ?? 0, 0);
  expect(othersByCost(group, 1, false, 0).map(({ name }) => name)).toEqual(['d', 'c', 'a']);
});

test('of three equals of which one is five times as slow, the slow one gets little and the others share the rest', () => {
  const group = equals('fast', 'fast too', 'slow');
  const tookMs = [100, 100, 500];
  const random = chance();
  const counts = [0, 0, 0];
  const underWay: { readonly place: number; readonly ticket: number; readonly startMs: number }[] = [];
  for (let nowMs = 0; nowMs < 60_000; nowMs += 10) {
    for (const call of underWay.splice(0)) {
      if (nowMs - call.startMs < (tookMs[call.place] ?? 0)) underWay.push(call);
      else group[call.place]?.health.answered(call.ticket, true, nowMs - call.startMs, nowMs);
    }
    const place = cheaperOfTwo(group, false, nowMs, random);
    const ticket = group[place]?.health.admit(nowMs) ?? -1;
    underWay.push({ place, ticket, startMs: nowMs });
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const [fast = 0, fastToo = 0, slow = 0] = counts;
  expect(slow / 6000).toBeLessThan(0.15);
  expect(slow).toBeGreaterThan(0);
  expect(Math.abs(fast - fastToo) / 6000).toBeLessThan(0.05);
});

test('a model that is well again is not held to how it was', () => {
  const health = new ModelHealth();
  for (let time = 0; time < 5; time += 1) health.failed(health.admit(0), 'provider_timeout', false, 60_000, 0);
  const probe = health.admit(10_000);
  health.answered(probe, true, 80, 10_080);
  expect(health.cost(false, 10_080)).toBe(80);
});
