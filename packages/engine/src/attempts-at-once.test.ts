/** Two attempts at one request at the same time, as a hedge makes them: `route` does not hedge yet, the stages behind it have to bear it. */
import { PlimsollError } from '@plimsoll/contract/errors';
import { expect, test } from 'vitest';
import { AttemptFailure } from './attempt-failure.ts';
import type { Composed, Identified, Read, Received, Recorded, Routed } from './exchange.ts';
import type { Model } from './model.ts';
import type { Provider } from './provider.ts';
import type { Reply } from './reply.ts';
import { catalogueOf, modelOf, pipelineOver } from './run-pipeline.fixture.ts';
import { budgetOf, spendOf } from './spend/spend-of.fixture.ts';
import { startChain, type Stage } from './stage.ts';
import { call } from './stages/call/call.ts';
import { compose } from './stages/compose/compose.ts';
import { identify } from './stages/identify/identify.ts';
import { read } from './stages/read/read.ts';
import { record } from './stages/record/record.ts';
import { reserve } from './stages/reserve/reserve.ts';

const answeringAfter = (ms: number): Provider => ({
  kind: 'simulated',
  operations: ['chat'],
  call: ({ signal }) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 5 } }));
      const timer = setTimeout(() => resolve({ status: 200, headers: {}, body }), ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
      });
    }),
  close: () => Promise.resolve(),
});

type Needs = Received & Recorded & Identified & Read & Composed;

/** Asks both; the first answer is the reply, and the other attempt is stopped. */
const hedging = (models: readonly Model[]): Stage<Needs, Routed & Pick<Received, 'signal'>> => ({
  name: 'route',
  run: async ({ journal }, next) => {
    const route = { name: 'hedged' };
    const attempts = models.map((model, attempt) => {
      const opened = journal.openAttempt(attempt, route.name, model);
      const stopping = new AbortController();
      const reply = next({ route, model, attempt, opened, signal: stopping.signal });
      return { opened, stopping, reply };
    });
    const first = await Promise.race(attempts.map(({ reply }, place) => reply.then(() => place)));
    for (const [place, { stopping }] of attempts.entries()) if (place !== first) stopping.abort(new PlimsollError('provider_timeout'));
    let given: Reply | null = null;
    for (const [place, { opened, reply }] of attempts.entries()) {
      try {
        const own = await reply;
        opened.replied(own.status, own.account);
        if (place === first) given = own;
      } catch (error) {
        if (error instanceof AttemptFailure) opened.failed(error.error, error.account);
        else throw error;
      }
    }
    if (given === null) throw new PlimsollError('internal');
    return given;
  },
});

test('billing: of two attempts at one time each is billed once, the loser for what it may have cost until it was stopped', async () => {
  const { spend, purse } = spendOf(budgetOf(1_000_000n));
  const models = [modelOf('slow', answeringAfter(60_000)), modelOf('fast', answeringAfter(20))];
  const { ask, records, begun } = pipelineOver(catalogueOf(...models), {}, (parts) =>
    startChain<Received>().add(record(parts.record)).add(identify(parts.authenticate)).add(read()).add(compose(null)).add(hedging(models)).add(reserve({ spend })).finish(call()),
  );
  const reply = await ask('chat', { model: 'all', messages: [{ role: 'user', content: 'Say hello' }], max_tokens: 100 });
  expect(reply.status).toBe(200);

  const [written] = records;
  expect(written?.attempts.map(({ model, outcome, errorCode }) => [model, outcome, errorCode])).toEqual([['slow', 'error', 'provider_timeout'], ['fast', 'ok', null]]);
  expect(begun.map(({ attempt }) => attempt.model).toSorted()).toEqual(['fast', 'slow']);
  const charged = written?.attempts.map(({ charge }) => BigInt(charge?.picoUsd ?? '-1')) ?? [];
  expect(charged[0]).toBeGreaterThan(0n);
  expect(charged[1]).toBe(15n);
  const sum = charged.reduce((total, one) => total + one, 0n);
  expect(written?.costPicoUsd).toBe(sum.toString());
  expect(purse.leases()[0]).toMatchObject({ heldPicoUsd: 0n, spentPicoUsd: sum });
});
