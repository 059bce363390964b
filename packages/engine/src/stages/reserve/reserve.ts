/**
 * Puts a price on each attempt. Before the call: holds of the worst case in every budget that applies, and the note that the
 * attempt begins, with what it holds, so that money is never lost with the process. After it: what came back, or what a failed
 * attempt may have produced all the same, priced exactly and settled.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { AttemptFailure } from '../../attempt-failure.ts';
import type { Composed, Identified, Received, Routed } from '../../exchange.ts';
import { machineCost } from '../../price/machine-price.ts';
import type { Price, PriceModel } from '../../price/price.ts';
import { isStream, type Account, type ByteStream } from '../../reply.ts';
import type { Spend } from '../../spend/spend.ts';
import type { Stage } from '../../stage.ts';
import { holdMoney } from './hold-money.ts';

const ownPriceSource = 'plimsoll.yaml';

/** Nothing was consumed, so nothing is owed, whether or not the price is known. */
const nothingOwed: Price = { costPicoUsd: 0n, certainty: 'exact', source: null };

export interface ReserveOptions {
  /** null where there are no budgets. */
  readonly spend: Spend | null;
  readonly now?: () => Date;
}

export const reserve = ({ spend, now = () => new Date() }: ReserveOptions): Stage<Received & Identified & Composed & Routed, Composed> => ({
  name: 'reserve',
  run: async (exchange, next) => {
    const { model: { price, machine }, opened, signal, timeline } = exchange;
    const startedAt = now();
    const holding = spend === null ? null : holdMoney(spend, exchange, startedAt);
    const held = holding instanceof Promise ? await holding : holding;
    const hold = held?.hold ?? null;
    /** A price that is not known after all takes what was held: too much is a question, too little a hole. */
    const settle = (account: Account): Account => {
      const paid = withMachine(priced(account, price, startedAt));
      if (hold !== null) opened.charged(hold.settle(paid.price?.costPicoUsd ?? hold.amountPicoUsd));
      return paid;
    };
    let receivedBytes = 0;
    const begunUs = timeline.elapsedUs();
    /** The machine has worked and the wire has carried, whatever came of it. */
    const withMachine = (account: Account): Account => {
      if (machine === null || account.price === null || account.price.costPicoUsd === null) return account;
      const cost = machineCost(machine, timeline.elapsedUs() - begunUs, exchange.composed.bytes.length + receivedBytes);
      return { ...account, price: { ...account.price, costPicoUsd: account.price.costPicoUsd + cost, source: account.price.source ?? ownPriceSource } };
    };
    try {
      await opened.begin(hold?.charge ?? null);
      signal.throwIfAborted();
      const reply = await next({ composed: held?.composed ?? exchange.composed });
      const { status, headers, account } = reply;
      const counted = (bytes: number): void => {
        receivedBytes += bytes;
      };
      if (machine !== null && !isStream(reply.body)) counted(reply.body.length);
      const body = machine !== null && isStream(reply.body) ? countedStream(reply.body, counted) : reply.body;
      return { status, headers, body, account: account instanceof Promise ? account.then(settle) : settle(account) };
    } catch (error) {
      if (error instanceof AttemptFailure) throw new AttemptFailure(error.error, settle(error.account));
      // A refusal of our own never reached the provider; of anything else nobody can say.
      if (hold !== null) opened.charged(hold.settle(error instanceof PlimsollError ? 0n : hold.amountPicoUsd));
      throw error;
    }
  },
});

/** Only where bytes cost something. */
async function* countedStream(body: ByteStream, counted: (bytes: number) => void): ByteStream {
  for await (const piece of body) {
    counted(piece.length);
    yield piece;
  }
}

const priced = (account: Account, price: PriceModel, startedAt: Date): Account => {
  const { usage } = account;
  const free = usage.source === 'provider' && usage.input === 0 && usage.output === 0;
  return { ...account, price: free ? nothingOwed : price(usage, startedAt) };
};
