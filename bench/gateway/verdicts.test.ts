import { expect, test } from 'vitest';
import type { ContenderName } from './contenders/contender.ts';
import type { Integrity } from './results.ts';
import type { Setting } from './saturation.ts';
import { judgeAll, type Verdict } from './verdicts.ts';

const setting = (...cpuUs: readonly (readonly [ContenderName, readonly number[]])[]): Setting => ({
  connections: 16,
  bodyBytes: 512,
  series: cpuUs.map(([contender, values]) => ({ contender, cpuUs: values, requestsPerS: [], coreUse: [], p50Ms: [] })),
});

const integrity: Integrity = {
  requests: { direct: 10, plimsoll: 10 },
  errors: {},
  reasons: [],
  upstreamRequests: 20,
  upstreamRefused: 0,
  records: [],
  spans: 80,
};
const nothing = { saturation: null, latency: null, firstToken: null, streams: null, integrity };

const find = (verdicts: readonly Verdict[], words: string): Verdict | undefined => verdicts.find(({ promise }) => promise.includes(words));

test('processor time is compared round by round, so that a slow round of the machine does not count', () => {
  const verdicts = judgeAll({ ...nothing, saturation: [setting(['plimsoll', [90, 300, 95]], ['bare', [50, 150, 50]], ['portkey', [700, 2000, 600]])] });
  expect(find(verdicts, 'bare Node')).toMatchObject({ kept: true, measured: '1.90 times' });
  expect(find(verdicts, '1/6')).toMatchObject({ kept: true });
  const slower = judgeAll({ ...nothing, saturation: [setting(['plimsoll', [101, 101, 101]], ['bare', [50, 50, 50]])] });
  expect(find(slower, 'bare Node')?.kept).toBe(false);
  expect(find(slower, '1/6')?.kept).toBeNull();
});

test('what was not measured is neither kept nor broken', () => {
  expect(judgeAll(nothing).map(({ kept }) => kept)).toEqual([null, null, null, null, null, true, true, true, true]);
});

const rounds = (p50: number) => [{ count: 100, p50, p90: p50, p99: p50, max: p50 }];

/** A round of each, at these medians. */
const latency = (own: number) => ({
  stream: false,
  ratePerS: 700,
  lateness: [],
  series: [
    { contender: 'direct' as const, rounds: rounds(0.2) },
    { contender: 'plimsoll' as const, rounds: rounds(own) },
    { contender: 'portkey' as const, rounds: rounds(1.2) },
  ],
});

test('the added p50 is held against Portkey\'s, each after the direct way is taken off', () => {
  expect(find(judgeAll({ ...nothing, latency: latency(0.44) }), '1/4')?.kept).toBe(true);
  expect(find(judgeAll({ ...nothing, latency: latency(0.46) }), '1/4')?.kept).toBe(false);
  expect(find(judgeAll({ ...nothing, firstToken: latency(2.19) }), 'first token')?.kept).toBe(true);
  expect(find(judgeAll({ ...nothing, firstToken: latency(2.21) }), 'first token')?.kept).toBe(false);
});

const broken = (change: Partial<Integrity>): string[] =>
  judgeAll({ ...nothing, integrity: { ...integrity, ...change } })
    .filter(({ kept }) => kept === false)
    .map(({ promise }) => promise);

test('a lost record, an answer from nowhere, a wrong reply or missing traces break a promise', () => {
  expect(broken({})).toEqual([]);
  expect(broken({ records: ['9 records of 10 requests'] })).toEqual(['one record for each request, with its tokens and price']);
  expect(broken({ upstreamRequests: 19 })).toEqual(['every request reached the upstream, once']);
  expect(broken({ errors: { nginx: 1 }, reasons: ['nginx: 502'] })).toEqual(['every reply whole and right']);
  expect(broken({ spans: 0 })).toEqual(['traces were on']);
});
