/**
 * Last on the way of a batch's item that need not be answered now: instead of calling the provider it hands back what would be sent,
 * so that many of them go to the provider's own batch API together. What cannot wait there says so, and goes the usual way.
 */
import type { Operation } from '@plimsoll/contract/operation';
import { noUsage } from '@plimsoll/contract/token-usage';
import type { Composed, Identified, Read, Received, Recorded, Routed } from '../../exchange.ts';
import type { Model } from '../../model.ts';
import type { Reply } from '../../reply.ts';
import type { Account } from '../../spend/budgets.ts';
import type { Spend } from '../../spend/spend.ts';
import type { Stage } from '../../stage.ts';
import { accountsFor, worstCaseInBatch } from '../../spend/worst-of-attempt.ts';
import { planUpstream } from '../../translate/upstream-plan.ts';

/** An item that may go to its provider's batch API. */
export interface Deferral {
  readonly model: Model;
  readonly route: string;
  /** One of the provider's. */
  readonly operation: Operation;
  readonly bytes: Uint8Array;
  /** To be held in each of the accounts before it is sent; null where no budget applies. */
  readonly hold: { readonly accounts: readonly Account[]; readonly picoUsd: bigint } | null;
}

/** How an item is asked about: the answer comes through `defer`, if it comes. */
export interface Deferring {
  readonly defer: (deferral: Deferral) => void;
}

export interface DeferOptions {
  readonly spend: Spend | null;
  /** Whether there is an answer at hand; null where nothing is cached. */
  readonly isKept: ((exchange: Needs) => boolean) | null;
}

type Needs = Received & Recorded & Identified & Read & Composed & Routed & Deferring;

/** It ends with an empty reply either way: nobody reads it. What was answered before need not be asked at half the price either. */
export const defer = (options: DeferOptions): Stage<Needs, never> => ({
  name: 'defer',
  run: async (exchange): Promise<Reply> => {
    const { model, route, operation, ask, composed } = exchange;
    if (model.provider.batches !== undefined && !ask.stream && options.isKept?.(exchange) !== true) {
      const hold = await holdFor(options.spend, exchange);
      const plan = planUpstream(operation, hold?.composed ?? composed, model, false);
      exchange.defer({ model, route: route.name, operation: plan.operation, bytes: plan.bytes, hold });
    }
    return nothing;
  },
});

const holdFor = async (spend: Spend | null, exchange: Needs): Promise<(Deferral['hold'] & Composed) | null> => {
  const at = new Date();
  const accounts = spend === null ? [] : accountsFor(spend, exchange, at);
  if (spend === null || accounts.length === 0) return null;
  const worst = await worstCaseInBatch(spend, exchange, accounts, at);
  return worst === null ? null : { accounts, ...worst };
};

const nothing: Reply = {
  status: 204,
  headers: {},
  body: new Uint8Array(),
  account: { outcome: 'ok', errorCode: null, usage: { ...noUsage, source: 'provider' }, finishReason: null, text: '', price: null },
};
