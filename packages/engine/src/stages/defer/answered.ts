/** The answer to a deferred item has come: it takes the place of the provider, and its price is that of a batch. */
import type { PlimsollError } from '@plimsoll/contract/errors';
import type { Composed, Identified, Read, Received, Recorded, Routed } from '../../exchange.ts';
import { batchPriceOf } from '../../price/batch-price.ts';
import type { Model } from '../../model.ts';
import type { Stage } from '../../stage.ts';

export interface Answered {
  readonly answer: {
    readonly model: Model;
    readonly route: string;
    /** When the batch was handed over: prices are those of that time. */
    readonly at: Date;
    /** What came of it; an error where the item was handed over and its answer is lost. */
    readonly reply: { readonly status: number; readonly body: Uint8Array } | PlimsollError;
  };
}

export const answered = (): Stage<Received & Recorded & Identified & Read & Composed & Answered, Routed> => ({
  name: 'answered',
  run: async ({ journal, answer }, next) => {
    const { model, route, at, reply } = answer;
    journal.wasDeferred();
    const attempt = journal.openAttempt(0, route, model);
    const provider = {
      ...model.provider,
      call: () => (reply instanceof Error ? Promise.reject(reply) : Promise.resolve({ status: reply.status, headers: { 'content-type': 'application/json' }, body: reply.body })),
    };
    const answering: Model = { ...model, provider, price: batchPriceOf(model.price, at), machine: null };
    const given = await next({ route: { name: route }, model: answering, attempt: 0, opened: attempt });
    attempt.replied(given.status, given.account);
    return given;
  },
});
