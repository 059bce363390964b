import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Breaker, refused, type BreakerRules } from './breaker.ts';

const rules: BreakerRules = { windowMs: 30_000, leastCalls: 10, failureShare: 0.5, consecutiveFailures: 5, firstCoolDownMs: 5_000, longestCoolDownMs: 60_000 };
const fail = (breaker: Breaker, times: number, nowMs: number): void => {
  for (let time = 0; time < times; time += 1) breaker.failed(breaker.admit(nowMs), nowMs);
};
const opened = (random = 1): Breaker => {
  const breaker = new Breaker(rules, () => random);
  fail(breaker, rules.consecutiveFailures, 1000);
  return breaker;
};

test('some failures in a row open it, one fewer do not, and a success in between begins the count anew', () => {
  const breaker = new Breaker(rules);
  fail(breaker, 4, 0);
  breaker.succeeded(breaker.admit(0), 0);
  fail(breaker, 4, 0);
  expect(breaker.state).toBe('closed');
  fail(breaker, 1, 0);
  expect(breaker.state).toBe('open');
  expect(breaker.admit(1)).toBe(refused);
});

test('a share of failures opens it, once there were enough calls to judge by', () => {
  const breaker = new Breaker(rules);
  for (let pair = 0; pair < 4; pair += 1) {
    breaker.succeeded(breaker.admit(0), 0);
    fail(breaker, 1, 0);
  }
  expect(breaker.state).toBe('closed');
  breaker.succeeded(breaker.admit(0), 0);
  fail(breaker, 1, 0);
  expect(breaker.state).toBe('open');
});

test('what lies further back than the window counts no more', () => {
  const breaker = new Breaker(rules);
  for (let pair = 0; pair < 4; pair += 1) {
    fail(breaker, 1, 0);
    breaker.succeeded(breaker.admit(0), 0);
  }
  expect(breaker.failuresInWindow(29_000)).toBe(4);
  expect(breaker.failuresInWindow(36_000)).toBe(0);
  for (let call = 0; call < 8; call += 1) breaker.succeeded(breaker.admit(36_000), 36_000);
  fail(breaker, 4, 36_000);
  expect(breaker.state).toBe('closed');
});

test('after the cool-down one call is let through as a probe, and only its success lets in the others', () => {
  const breaker = opened();
  expect(breaker.admit(5_999)).toBe(refused);
  const probe = breaker.admit(6_000);
  expect(probe).not.toBe(refused);
  expect([breaker.state, breaker.admit(6_000), breaker.admit(60_000)]).toEqual(['half-open', refused, refused]);
  breaker.succeeded(probe, 6_500);
  expect(breaker.state).toBe('closed');
  expect(breaker.admit(6_500)).not.toBe(refused);
});

test('each probe that fails doubles the cool-down up to its bound, and a success begins anew', () => {
  const breaker = opened();
  const waits: number[] = [];
  let nowMs = 1000;
  for (let time = 0; time < 6; time += 1) {
    const nextMs = breaker.nextAtMs(nowMs);
    waits.push(nextMs - nowMs);
    nowMs = nextMs;
    breaker.failed(breaker.admit(nowMs), nowMs);
  }
  expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  expect(breaker.openedAtMs).toBe(1000);
  nowMs = breaker.nextAtMs(nowMs);
  breaker.succeeded(breaker.admit(nowMs), nowMs);
  fail(breaker, rules.consecutiveFailures, nowMs);
  expect(breaker.nextAtMs(nowMs) - nowMs).toBe(5_000);
});

test('half of the cool-down is chance', () => {
  expect([0, 0.5, 1].map((random) => opened(random).nextAtMs(1000) - 1000)).toEqual([2_500, 3_750, 5_000]);
});

test('what was under way when it opened neither closes it nor opens it again', () => {
  const breaker = new Breaker(rules, () => 1);
  const [slow, slower, slowest] = [breaker.admit(0), breaker.admit(0), breaker.admit(0)];
  fail(breaker, rules.consecutiveFailures, 1000);
  breaker.succeeded(slow, 2000);
  expect(breaker.state).toBe('open');
  const probe = breaker.admit(6_000);
  breaker.failed(slower, 6_100);
  expect([breaker.state, breaker.admit(6_100)]).toEqual(['half-open', refused]);
  breaker.succeeded(probe, 6_200);
  for (let time = 0; time < 10; time += 1) breaker.failed(slowest, 6_300);
  expect(breaker.state).toBe('closed');
});

test('a probe whose caller left decides nothing and frees its place', () => {
  const breaker = opened();
  breaker.undecided(breaker.admit(6_000));
  expect(breaker.state).toBe('half-open');
  expect(breaker.admit(6_000)).not.toBe(refused);
  expect(breaker.admit(6_000)).toBe(refused);
});

test('a provider that asks for a pause gets it without being taken for ill', () => {
  const breaker = new Breaker(rules);
  breaker.rest(9_000);
  expect([breaker.state, breaker.admit(8_999), breaker.nextAtMs(1000)]).toEqual(['closed', refused, 9_000]);
  expect(breaker.admit(9_000)).not.toBe(refused);
  expect(breaker.failuresInWindow(9_000)).toBe(0);
});

/** Rules under which a few dozen events lead through every state several times. */
const quick: BreakerRules = { ...rules, leastCalls: 4, consecutiveFailures: 2, longestCoolDownMs: 12_000 };

/** Everything that can happen to a breaker, in any order. */
const events = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ what: fc.constant('admit' as const) }) },
    { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('succeeded' as const, 'failed' as const, 'failed' as const, 'undecided' as const, 'began' as const), which: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.oneof(fc.nat(500), fc.nat(20_000)) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('rest' as const), ms: fc.nat(5_000) }) },
  ),
  { maxLength: 300, size: 'max' },
);

test('in whatever order things come: never two probes, never closed but by a probe\'s success, never shut for longer than the longest cool-down', () => {
  fc.assert(
    fc.property(events, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (all, chance) => {
      const breaker = new Breaker(quick, () => chance.next().value ?? 0);
      let nowMs = 0;
      let restsUntilMs = 0;
      const underWay: { readonly ticket: number; readonly isProbe: boolean }[] = [];
      for (const event of all) {
        const before = breaker.state;
        if (event.what === 'pass') nowMs += event.ms;
        else if (event.what === 'rest') {
          breaker.rest(nowMs + event.ms);
          restsUntilMs = Math.max(restsUntilMs, nowMs + event.ms);
        } else if (event.what === 'admit') {
          const foretold = breaker.admits(nowMs);
          const ticket = breaker.admit(nowMs);
          expect(ticket !== refused).toBe(foretold);
          if (ticket === refused) continue;
          expect(nowMs).toBeGreaterThanOrEqual(restsUntilMs);
          underWay.push({ ticket, isProbe: breaker.state === 'half-open' });
          expect(breaker.state).not.toBe('open');
          expect(underWay.filter(({ isProbe }) => isProbe).length).toBeLessThanOrEqual(1);
        } else {
          const [call] = underWay.splice(event.which % Math.max(1, underWay.length), 1);
          if (call === undefined) continue;
          if (event.what === 'began') breaker.began(call.ticket);
          else if (event.what === 'undecided') breaker.undecided(call.ticket);
          else breaker[event.what](call.ticket, nowMs);
          if (before !== 'closed' && breaker.state === 'closed') {
            expect(call.isProbe).toBe(true);
            expect(['succeeded', 'began']).toContain(event.what);
          }
          if (before !== 'closed' && event.what === 'failed' && call.isProbe) expect(breaker.state).toBe('open');
        }
        if (breaker.state === 'open') expect(breaker.nextAtMs(nowMs)).toBeLessThanOrEqual(Math.max(nowMs + quick.longestCoolDownMs, restsUntilMs));
        // Once the time is over and no probe is out, somebody is always let through.
        if (!underWay.some(({ isProbe }) => isProbe)) expect(breaker.admits(Math.max(nowMs + quick.longestCoolDownMs, restsUntilMs))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
