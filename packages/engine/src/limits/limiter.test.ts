import fc from 'fast-check';
import { limitConfig, type LimitConfig } from '@plimsoll/contract/config/limits-config';
import { describe, expect, test } from 'vitest';
import { Limiter, type Admission } from './limiter.ts';
import type { Asker } from './rule-subject.ts';

const asker = (changes: Partial<Asker> = {}): Asker => ({ key: 'k_1', user: 'ada', app: 'shop', tenant: 'acme', model: 'small', at: null, ...changes });
const rule = (limits: Record<string, unknown>): LimitConfig => limitConfig.parse(limits);

const limiterOf = (rules: Record<string, LimitConfig>) => {
  const clock = { nowMs: 1_000_000 };
  const limiter = new Limiter(rules, () => clock.nowMs);
  const admits = (who: Asker = asker(), tokens = 1, stream = false): Admission | null => {
    const admission = limiter.admit(who, tokens, stream);
    return 'rule' in admission ? null : admission;
  };
  return { limiter, clock, admits };
};

test('a minute\'s worth may come at once, then one for each share of a minute; the refusal says when', () => {
  const { limiter, clock, admits } = limiterOf({ each: rule({ per: 'key', requests_per_minute: 6 }) });
  for (let request = 0; request < 6; request += 1) expect(admits()).not.toBeNull();
  expect(limiter.admit(asker(), 1, false)).toEqual({ rule: 'each', limit: '6 requests per minute', retryAfterMs: 10_000, requests: { limit: 6, remaining: 0, resetMs: 60_000 }, tokens: null });
  clock.nowMs += 10_000;
  expect(admits()).not.toBeNull();
  expect(admits()).toBeNull();
  expect(admits(asker({ key: 'k_2' }))).not.toBeNull();
});

test('in no minute do more pass than twice the limit, and in the long run no more than it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 50, maxLength: 300 }), (limit, gapsMs) => {
      const { clock, admits } = limiterOf({ each: rule({ per: 'tenant', requests_per_minute: limit }) });
      const begunMs = clock.nowMs;
      const passed: number[] = [];
      for (const gapMs of gapsMs) {
        clock.nowMs += gapMs;
        if (admits() !== null) passed.push(clock.nowMs);
      }
      for (const from of passed) expect(passed.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(2 * limit);
      expect(passed.length).toBeLessThanOrEqual(limit + (limit * (clock.nowMs - begunMs)) / 60_000 + 1);
    }),
    { numRuns: 60 },
  );
});

test('tokens are estimated before and made good after', () => {
  const { clock, admits } = limiterOf({ each: rule({ per: 'key', tokens_per_minute: 1000 }) });
  const first = admits(asker(), 900);
  expect(admits(asker(), 200)).toBeNull();
  first?.settle(100);
  expect(admits(asker(), 200)).not.toBeNull();
  // More than estimated leaves the bucket below zero; it has to fill first.
  const { admits: again, clock: later } = limiterOf({ each: rule({ per: 'key', tokens_per_minute: 1000 }) });
  again(asker(), 10)?.settle(1500);
  later.nowMs += 20_000;
  expect(again(asker(), 1)).toBeNull();
  later.nowMs += 15_000;
  expect(again(asker(), 1)).not.toBeNull();
  // A single request that is larger than the bucket passes when the bucket is full, or it never would.
  clock.nowMs += 60_000;
  expect(admits(asker(), 5000)).not.toBeNull();
});

test('limits: a parallel-request counter never leaks, however often and in whatever order calls end', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ ends: fc.boolean(), stream: fc.boolean(), twice: fc.boolean() }), { maxLength: 120 }), (steps) => {
      const { limiter, admits } = limiterOf({ slots: rule({ per: 'key', concurrent: 5, concurrent_streams: 2 }) });
      const running: { readonly admission: Admission; readonly stream: boolean }[] = [];
      for (const { ends, stream, twice } of steps) {
        if (ends) {
          const [call] = running.splice(0, 1);
          call?.admission.settle(0);
          if (twice) call?.admission.settle(0);
        } else {
          const admission = admits(asker(), 1, stream);
          const streams = running.filter((call) => call.stream).length;
          expect(admission !== null).toBe(running.length < 5 && !(stream && streams >= 2));
          if (admission !== null) running.push({ admission, stream });
        }
        expect(limiter.view()[0]?.running).toBe(running.length);
      }
      for (const { admission } of running) admission.settle(0);
      expect(limiter.view()[0]?.running).toBe(0);
    }),
    { numRuns: 100 },
  );
});

describe('rules', () => {
  test('a request that one rule refuses is counted by none', () => {
    const { admits } = limiterOf({ wide: rule({ per: 'tenant', requests_per_minute: 2 }), narrow: rule({ per: 'user', requests_per_minute: 1 }) });
    expect(admits()).not.toBeNull();
    expect(admits()).toBeNull();
    expect(admits()).toBeNull();
    expect(admits(asker({ user: 'bob' }))).not.toBeNull();
  });

  test('isolation: a user of one tenant is not the user of that name of another', () => {
    const { admits } = limiterOf({ each: rule({ per: 'user', requests_per_minute: 1 }) });
    expect(admits()).not.toBeNull();
    expect(admits(asker({ tenant: 'other' }))).not.toBeNull();
    expect(admits()).toBeNull();
  });

  test('fall on whom they name alone', () => {
    const { admits } = limiterOf({ big: rule({ per: 'tenant', model: 'big', requests_per_minute: 1 }), acme: rule({ per: 'tenant', tenant: 'acme', requests_per_minute: 3 }) });
    expect(admits(asker({ model: 'big' }))).not.toBeNull();
    expect(admits(asker({ model: 'big' }))).toBeNull();
    expect([admits(), admits(), admits()].map((one) => one !== null)).toEqual([true, true, false]);
    for (let request = 0; request < 9; request += 1) expect(admits(asker({ tenant: 'other' }))).not.toBeNull();
  });

  test('that only observe refuse nothing and count what they would have', () => {
    const { limiter, admits } = limiterOf({ each: rule({ per: 'key', requests_per_minute: 1, mode: 'observe' }) });
    for (let request = 0; request < 5; request += 1) expect(admits()?.requests).toBeNull();
    expect(limiter.view()[0]).toMatchObject({ refused: 0, wouldRefuse: 4 });
  });
});

test('callers who make up users without end cost bounded memory, and share one counter then', () => {
  const { limiter, admits } = limiterOf({ each: rule({ per: 'user', requests_per_minute: 1 }) });
  for (let user = 0; user < 60_000; user += 1) admits(asker({ user: `u${user}` }));
  expect(limiter.view()[0]?.subjects).toBeLessThanOrEqual(50_001);
  expect(admits(asker({ user: 'new' }))).toBeNull();
});

test('a rule that only watches runs up no debt: what would have been refused is not counted', () => {
  const { limiter, clock, admits } = limiterOf({ each: rule({ per: 'key', requests_per_minute: 60, tokens_per_minute: 60_000, mode: 'observe' }) });
  for (let request = 0; request < 100_000; request += 1) admits(asker(), 1000);
  const refusedBefore = limiter.view()[0]?.wouldRefuse ?? 0;
  expect(refusedBefore).toBe(99_940);
  clock.nowMs += 1_000;
  admits(asker(), 1000);
  expect(limiter.view()[0]?.wouldRefuse).toBe(refusedBefore);
});

test('who leaves gives the slot back at once and pays for what was used when it is known', () => {
  const { limiter, admits } = limiterOf({ each: rule({ per: 'key', tokens_per_minute: 1000, concurrent: 1 }) });
  const gone = admits(asker(), 100);
  gone?.leave();
  expect(limiter.view()[0]?.running).toBe(0);
  gone?.settle(950);
  gone?.settle(0);
  expect(limiter.view()[0]?.running).toBe(0);
  expect(admits(asker(), 60)).toBeNull();
  expect(admits(asker(), 40)).not.toBeNull();
});

test('a refusal says what is left under the rule that refuses', () => {
  const { limiter, admits } = limiterOf({ each: rule({ per: 'key', requests_per_minute: 60, tokens_per_minute: 100 }) });
  admits(asker(), 80);
  expect(limiter.admit(asker(), 50, false)).toMatchObject({ rule: 'each', requests: { limit: 60, remaining: 59 }, tokens: { limit: 100, remaining: 20, resetMs: 48_000 } });
});

test('at the bound of users a newcomer costs a look at a few of them, not at all; those at rest make room', () => {
  const clock = { nowMs: 1_000_000 };
  const limiter = new Limiter({ each: rule({ per: 'user', requests_per_minute: 60 }) }, () => clock.nowMs, 1_000);
  const admit = (user: string): boolean => {
    const admission = limiter.admit(asker({ user }), 1, false);
    if ('rule' in admission) return false;
    admission.settle(1);
    return true;
  };
  for (let user = 0; user < 1_000; user += 1) admit(`u${user}`);
  const startedMs = performance.now();
  for (let user = 0; user < 20_000; user += 1) admit(`busy${user}`);
  expect((performance.now() - startedMs) / 20_000).toBeLessThan(0.1);
  expect(limiter.view()[0]?.subjects).toBeLessThanOrEqual(1_001);
  clock.nowMs += 60_000;
  for (let user = 0; user < 30; user += 1) expect(admit(`later${user}`)).toBe(true);
  expect(limiter.view()[0]?.subjects).toBeLessThan(1_001);
});
