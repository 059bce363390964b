import { describe, expect, test } from 'vitest';
import type { Reply } from './reply.ts';
import { startChain, type Stage, type Timed } from './stage.ts';
import { Timeline } from './timeline.ts';
import { noUsage } from '@plimsoll/contract/token-usage';

interface HasCaller {
  readonly caller: string;
}
interface HasModel {
  readonly model: string;
}

const nothing: Reply = {
  status: 204,
  headers: {},
  body: new Uint8Array(),
  account: Promise.resolve({ outcome: 'ok', errorCode: null, usage: noUsage, finishReason: null, text: '', price: null }),
};

const identify: Stage<Timed, HasCaller> = { name: 'identify', run: (_exchange, next) => next({ caller: 'ada' }) };
const choose: Stage<HasCaller, HasModel> = { name: 'choose', run: (exchange, next) => next({ model: `${exchange.caller}'s` }) };
const answer: Stage<HasCaller & HasModel, never> = { name: 'answer', run: (exchange) => Promise.resolve({ ...nothing, headers: { model: exchange.model } }) };

const start = (): Timed => ({ timeline: new Timeline() });

describe('a chain of stages', () => {
  test('hands each stage what those before it added', async () => {
    const pipeline = startChain<Timed>().add(identify).add(choose).finish(answer);
    expect((await pipeline(start())).headers.model).toBe("ada's");
  });

  test('a stage placed before what it needs does not compile', () => {
    // @ts-expect-error choose needs the caller, and nobody has added it
    startChain<Timed>().add(choose);
    // @ts-expect-error answer needs the model, and choose is missing
    startChain<Timed>().add(identify).finish(answer);
    // @ts-expect-error a stage that adds something cannot be the last: nobody would see it
    startChain<Timed>().finish(identify);
    expect(startChain<Timed>().add(identify).add(choose).names).toEqual(['identify', 'choose']);
  });

  test('calling next again is a clean second attempt', async () => {
    const seen: string[] = [];
    const twice: Stage<Timed, HasModel> = {
      name: 'twice',
      run: async (_exchange, next) => {
        await next({ model: 'first' });
        return next({ model: 'second' });
      },
    };
    const last: Stage<Timed & HasModel, never> = {
      name: 'last',
      run: (exchange) => {
        seen.push(exchange.model);
        return Promise.resolve(nothing);
      },
    };
    const exchange = start();
    await startChain<Timed>().add(twice).finish(last)(exchange);
    expect(seen).toEqual(['first', 'second']);
    expect('model' in exchange).toBe(false);
  });

  test('every stage is on the timeline, also one that throws', async () => {
    const broken: Stage<Timed, never> = { name: 'broken', run: () => Promise.reject(new Error('no')) };
    const exchange = start();
    await expect(startChain<Timed>().add(identify).finish(broken)(exchange)).rejects.toThrow('no');
    expect(exchange.timeline.timings().map(({ stage }) => stage)).toEqual(['identify', 'broken']);
  });
});
