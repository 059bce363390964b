/** Every kind of failure against other tries, breakers, groups of equals and fallback: an answer or one error, each attempt billed once. */
import { errorCatalogue, PlimsollError } from '@plimsoll/contract/errors';
import { limitConfig } from '@plimsoll/contract/config/limits-config';
import { describe, expect, test } from 'vitest';
import { faults, faulty, jumping, laterFaults, type FaultyModel } from './faulty-models.fixture.ts';
import { Limiter } from './limits/limiter.ts';
import type { RetryRule } from './health/backoff.ts';
import type { Catalogue } from './model.ts';
import { catalogueOf, pipelineOver, routeOf, textOf } from './run-pipeline.fixture.ts';
import { budgetOf, spendOf } from './spend/spend-of.fixture.ts';

const retry: RetryRule = { times: 1, baseMs: 200, maxMs: 5_000 };
const chat = (more: object = {}) => ({ model: 'all', messages: [{ role: 'user', content: 'Say something.' }], max_tokens: 20, ...more });

const catalogue = (steps: readonly (readonly FaultyModel[])[], rule: RetryRule = retry): Catalogue => ({ find: (name) => routeOf(name, steps, rule), suggest: () => null });

const setUp = (steps: readonly (readonly FaultyModel[])[], rule: RetryRule = retry, timeoutMs = 60_000) => {
  const waiting = jumping();
  const { spend, purse } = spendOf(budgetOf(10n ** 12n));
  return { waiting, purse, models: steps.flat(), ...pipelineOver(catalogue(steps, rule), { waiting, spend, timeoutMs }) };
};

type SetUp = ReturnType<typeof setUp>;

const outcomeOf = async (ask: Promise<Parameters<typeof textOf>[0]>): Promise<{ readonly text: string } | { readonly error: PlimsollError }> => {
  try {
    return { text: await textOf(await ask) };
  } catch (error) {
    if (error instanceof PlimsollError) return { error };
    throw error;
  }
};

/** What holds whatever happened: one record, one attempt for each call of a provider, each charged once, nothing held any more. */
const expectGoodBooks = ({ records, begun, purse, models }: SetUp): void => {
  expect(records).toHaveLength(1);
  const attempts = records[0]?.attempts ?? [];
  expect(attempts.map(({ index }) => index)).toEqual(attempts.map((_attempt, index) => index));
  expect(attempts.map(({ model }) => model).toSorted()).toEqual(models.flatMap((model) => Array.from({ length: model.asked() }, () => model.name)).toSorted());
  expect(begun).toHaveLength(attempts.length);
  const charged = attempts.reduce((sum, { charge }) => sum + BigInt(charge?.picoUsd ?? '-1'), 0n);
  expect(records[0]?.costPicoUsd).toBe(charged.toString());
  expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: charged });
  for (const { health } of models) expect(health.view(0).inFlight).toBe(0);
};

const wholeAnswer = (stream: boolean, name: string): RegExp => (stream ? new RegExp(`answer[^]*of[^]*${name}[^]*\\[DONE\\]\\n\\n$`) : new RegExp(`answer of ${name}`));

const cured = new Set(['refused', 'silence before the first byte', 'status 500', 'status 503 with Retry-After', 'status 429', 'status 429 with a short Retry-After', 'a reset in the middle', 'silence in the middle']);

for (const stream of [false, true]) {
  describe(stream ? 'a stream' : 'a whole reply', () => {
    const struck = { ...faults, ...(stream ? {} : laterFaults) };

    for (const [what, fault] of Object.entries(struck)) {
      test(`${what}, once, alone: ${cured.has(what) ? 'another try answers' : 'no other try is made'}`, async () => {
        const run = setUp([[faulty('a', fault, null)]]);
        const outcome = await outcomeOf(run.ask('chat', chat({ stream })));
        if (cured.has(what)) expect(outcome).toMatchObject({ text: expect.stringMatching(wholeAnswer(stream, 'a')) });
        else expect(outcome).toHaveProperty('error');
        expect(run.models[0]?.asked()).toBe(cured.has(what) ? 2 : 1);
        expectGoodBooks(run);
      });

      test(`${what}, for good, alone: one error of the catalogue after all tries, and no more`, async () => {
        const run = setUp([[faulty('a', fault)]], { ...retry, times: 2 });
        const outcome = await outcomeOf(run.ask('chat', chat({ stream })));
        expect(outcome).toMatchObject({ error: { status: expect.any(Number) } });
        if ('error' in outcome) expect(errorCatalogue).toHaveProperty(outcome.error.code);
        expect(run.models[0]?.asked()).toBe(cured.has(what) ? 3 : 1);
        expectGoodBooks(run);
      });

      test(`${what}, at the first of two: the next one answers at once`, async () => {
        const run = setUp([[faulty('a', fault)], [faulty('b', null)]]);
        expect(await outcomeOf(run.ask('chat', chat({ stream })))).toMatchObject({ text: expect.stringMatching(wholeAnswer(stream, 'b')) });
        expect(run.waiting.slept).toEqual([]);
        expect(run.models.map((model) => model.asked())).toEqual([1, 1]);
        expectGoodBooks(run);
      });

      test(`${what}, at one of three equals: nobody notices, and after some calls it is asked no more`, async () => {
        const models = [faulty('a', fault), faulty('b', null), faulty('c', null)];
        const waiting = jumping(Math.random);
        const { ask, records } = pipelineOver(catalogue([models]), { waiting });
        for (let call = 0; call < 40; call += 1) expect(await outcomeOf(ask('chat', chat({ stream })))).toHaveProperty('text');
        expect(models[0]?.asked()).toBeLessThanOrEqual(5);
        expect(records.every(({ outcome }) => outcome === 'ok')).toBe(true);
      });
    }
  });
}

describe('another try', () => {
  test('comes when everybody was asked once, after a wait that doubles', async () => {
    const run = setUp([[faulty('a', { status: 500 })], [faulty('b', { status: 500 })]], { times: 2, baseMs: 200, maxMs: 5_000 });
    await outcomeOf(run.ask('chat', chat()));
    expect(run.records[0]?.attempts.map(({ model }) => model)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(run.waiting.slept.map(Math.round)).toEqual([200, 400]);
    expectGoodBooks(run);
  });

  test('waits as long as the provider says, and asks whoever is ready first', async () => {
    const run = setUp([[faulty('a', { status: 429, retryAfter: '3' }, null)], [faulty('b', { status: 503, retryAfter: '1' })]]);
    expect(await outcomeOf(run.ask('chat', chat()))).toMatchObject({ text: expect.stringContaining('answer of a') });
    expect(run.records[0]?.attempts.map(({ model }) => model)).toEqual(['a', 'b', 'b', 'a']);
    expect(run.waiting.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(3_000);
  });

  test('is not made where the wait does not fit into the request\'s time', async () => {
    const run = setUp([[faulty('a', { status: 503, retryAfter: '3' }, null)]], retry, 2_000);
    expect(await outcomeOf(run.ask('chat', chat()))).toMatchObject({ error: { code: 'provider_failed', retryAfterS: 3 } });
    expect(run.waiting.slept).toEqual([]);
    expectGoodBooks(run);
  });

  test('is never made for a caller who has left, whether before the failure or while waiting', async () => {
    const run = setUp([[faulty('a', { stall: { at: 'before-headers', ms: null } })]]);
    const waiting = run.ask('chat', chat());
    setTimeout(run.leave, 10);
    await expect(waiting).rejects.toMatchObject({ code: 'caller_left' });
    expect(run.models[0]?.asked()).toBe(1);
    expect(run.models[0]?.health.view(0)).toMatchObject({ failures: 0, inFlight: 0 });

    const model = faulty('b', { status: 500 });
    const { ask, leave, records } = pipelineOver(catalogue([[model]], { times: 1, baseMs: 60_000, maxMs: 60_000 }));
    const began = performance.now();
    const asleep = ask('chat', chat());
    setTimeout(leave, 20);
    await expect(asleep).rejects.toMatchObject({ code: 'caller_left' });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(model.asked()).toBe(1);
    expect(records[0]).toMatchObject({ outcome: 'abandoned', errorCode: 'caller_left' });
  });

  test('is never made after a byte was passed on: the stream ends with one error', async () => {
    for (const fault of [{ drop: 3 }, { stall: { at: 3, ms: null } }, { drop: 'mid-body' as const }]) {
      const run = setUp([[faulty('a', fault)], [faulty('b', null)]], { ...retry, times: 3 });
      const reply = await run.ask('chat', chat({ stream: true }));
      await expect(textOf(reply)).rejects.toBeInstanceOf(PlimsollError);
      expect(run.models.map((model) => model.asked())).toEqual([1, 0]);
      expect(run.waiting.slept).toEqual([]);
      expectGoodBooks(run);
    }
  });

  test('counts in the limits on attempts, each by itself', async () => {
    const limiter = new Limiter({ a: limitConfig.parse({ per: 'model', at: 'a', requests_per_minute: 1 }) });
    const model = faulty('a', { status: 500 }, null);
    const { ask, records } = pipelineOver(catalogue([[model]]), { waiting: jumping(), limiter });
    await expect(ask('chat', chat())).rejects.toMatchObject({ code: 'rate_limited' });
    expect(model.asked()).toBe(1);
    expect(records[0]?.attempts.map(({ errorCode }) => errorCode)).toEqual(['provider_failed', 'rate_limited']);
  });

  test('is not made of what lies in the request itself', async () => {
    const run = setUp([[faulty('a', { status: 400 })], [faulty('b', null)]]);
    expect((await run.ask('chat', chat())).status).toBe(400);
    expect(run.models.map((model) => model.asked())).toEqual([1, 0]);
    expect(run.models[0]?.health.view(0).failures).toBe(0);
  });
});

describe('a breaker', () => {
  const broken = async (...steps: FaultyModel[][]) => {
    const waiting = jumping();
    const run = { waiting, ...pipelineOver(catalogue(steps, { ...retry, times: 0 }), { waiting }) };
    for (let call = 0; call < 5; call += 1) await outcomeOf(run.ask('chat', chat()));
    return run;
  };

  test('that is open is passed over without an attempt', async () => {
    const [a, b] = [faulty('a', { status: 500 }), faulty('b', null)];
    const { ask, records } = await broken([a], [b]);
    await ask('chat', chat());
    expect([a.asked(), b.asked()]).toEqual([5, 6]);
    expect(records.at(-1)?.attempts.map(({ model, index }) => [model, index])).toEqual([['b', 0]]);
  });

  test('where all are open, says so at once, why, and when to come again', async () => {
    const [a, b] = [faulty('a', { status: 500 }), faulty('b', { html: true })];
    const { ask, records } = await broken([a], [b]);
    await expect(ask('chat', chat())).rejects.toMatchObject({ code: 'providers_unavailable', status: 503, retryAfterS: 5, message: expect.stringContaining('(a after provider_failed, b after provider_invalid_reply)') });
    expect([a.asked(), b.asked()]).toEqual([5, 5]);
    expect(records.at(-1)).toMatchObject({ outcome: 'error', errorCode: 'providers_unavailable', attempts: [], costPicoUsd: '0' });
  });

  test('lets one of many calls through as the probe, and all of them once that has answered', async () => {
    const slowly = { latencyMs: 20 };
    const a = faulty('a', ...Array.from({ length: 5 }, () => ({ status: 500 })), slowly);
    const { ask, waiting } = await broken([a]);
    waiting.pass(5_000);
    const many = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(ask('chat', chat()))));
    expect(many.filter((outcome) => 'text' in outcome)).toHaveLength(1);
    expect(many.filter((outcome) => 'error' in outcome && outcome.error.code === 'providers_unavailable' && outcome.error.retryAfterS === 1)).toHaveLength(19);
    const after = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(ask('chat', chat()))));
    expect(after.every((outcome) => 'text' in outcome)).toBe(true);
  });

  test('is closed by a stream that begins, and a stream that breaks counts as a failure', async () => {
    const [dying, well] = [faulty('a', { drop: 3 }), faulty('b', ...Array.from({ length: 5 }, () => ({ status: 500 })), { tokens: 200, tokensPerSecond: 400 })];
    const { ask } = pipelineOver(catalogue([[dying]], { ...retry, times: 0 }), { waiting: jumping() });
    for (let call = 0; call < 5; call += 1) await outcomeOf(ask('chat', chat({ stream: true })));
    expect(dying.health.view(performance.now()).state).toBe('open');

    const run = await broken([well]);
    run.waiting.pass(5_000);
    const probe = await run.ask('chat', chat({ stream: true }));
    expect(well.health.view(run.waiting.clock())).toMatchObject({ state: 'closed', inFlight: 1 });
    await textOf(probe);
    expect(well.health.view(run.waiting.clock()).inFlight).toBe(0);
  });

  test('is not opened by what we refuse ourselves, and a probe that was refused so is made by the next call', async () => {
    const a = faulty('a', ...Array.from({ length: 5 }, () => ({ status: 500 })), null);
    const limiter = new Limiter({ a: limitConfig.parse({ per: 'user', at: 'a', requests_per_minute: 5 }) });
    const waiting = jumping();
    const { ask } = pipelineOver(catalogue([[a]], { ...retry, times: 0 }), { waiting, limiter });
    const ada = { 'x-plimsoll-user': 'ada' };
    for (let call = 0; call < 5; call += 1) await outcomeOf(ask('chat', chat(), ada));
    waiting.pass(5_000);
    await expect(ask('chat', chat(), ada)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(a.health.view(waiting.clock()).state).toBe('half-open');
    expect(await outcomeOf(ask('chat', chat(), { 'x-plimsoll-user': 'grace' }))).toHaveProperty('text');
    expect(a.health.view(waiting.clock()).state).toBe('closed');
  });

  test('a pause that the provider asks for is kept by everybody, and is no failure', async () => {
    const a = faulty('a', { status: 429, retryAfter: '30' }, null);
    const waiting = jumping();
    const { ask } = pipelineOver(catalogue([[a]]), { waiting });
    await expect(ask('chat', chat())).rejects.toMatchObject({ code: 'provider_rate_limited', retryAfterS: 30 });
    await expect(ask('chat', chat())).rejects.toMatchObject({ code: 'providers_unavailable', retryAfterS: 30 });
    expect(a.health.view(waiting.clock())).toMatchObject({ state: 'closed', failures: 0 });
    waiting.pass(30_000);
    expect(await outcomeOf(ask('chat', chat()))).toHaveProperty('text');
  });

  test('a call that comes within a short pause waits for its end', async () => {
    const a = faulty('a', { status: 429, retryAfter: '2' }, null);
    const waiting = jumping();
    await outcomeOf(pipelineOver(catalogue([[a]], { ...retry, times: 0 }), { waiting }).ask('chat', chat()));
    expect(await outcomeOf(pipelineOver(catalogue([[a]]), { waiting }).ask('chat', chat()))).toHaveProperty('text');
    expect(waiting.slept.map((ms) => Math.round(ms / 1000))).toEqual([2]);
  });

  test('a model that lets the whole request\'s time pass counts as failed', async () => {
    const a = faulty('a', { latencyMs: 10_000 });
    const { ask } = pipelineOver(catalogueOf(a), { waiting: jumping() });
    const late = AbortSignal.timeout(5);
    const controller = new AbortController();
    late.addEventListener('abort', () => controller.abort(new PlimsollError('deadline_exceeded')));
    await expect(ask('chat', chat(), {}, controller.signal)).rejects.toMatchObject({ code: 'deadline_exceeded' });
    expect(a.health.view(performance.now())).toMatchObject({ failures: 1, lastError: 'deadline_exceeded', inFlight: 0 });
  });
});
