/**
 * The port behind which the money of all replicas is counted. A replica takes slices of an account (its lease) and spends them
 * without asking again; what it has taken and not given back counts as spent, for everybody, until it gives it back.
 */
import type { PicoUsd } from '@plimsoll/contract/money';
import type { Account } from './budgets.ts';

export interface LeaseAsk {
  readonly account: Account;
  /** Ascending with every ask for this account by this holder: one that arrives after a later one is void. */
  readonly sequence: number;
  /** What the holder keeps of what it had: the rest is given back first. May be more than it had, where more was spent than was held. */
  readonly keepPicoUsd: PicoUsd;
  /** What is wanted beyond that, at least. Less is granted where less is left. */
  readonly needPicoUsd: PicoUsd;
  /** What may be granted on top for calls to come. Less and less of it is, the less is left. */
  readonly slicePicoUsd: PicoUsd;
}

export interface LeaseGrant {
  /** All that the holder now has of the account, `keepPicoUsd` included. */
  readonly grantedPicoUsd: PicoUsd;
  /** What nobody has taken, after this; negative where more was spent than allowed. */
  readonly leftPicoUsd: PicoUsd;
}

export interface Treasury {
  /**
   * All asks in one step, each for itself, in their order.
   * @returns a grant for each ask; null for one that was void.
   * @throws whatever the store says, and then nothing is known of what was granted: it counts as taken until the next ask.
   */
  readonly lease: (asks: readonly LeaseAsk[]) => Promise<readonly (LeaseGrant | null)[]>;
}

/**
 * What the store does with one ask, as a function. The store's own code is held to it by a test.
 * @param state all that holders have taken of the account (this one included), and what this one has
 */
export const grantOf = (
  state: { readonly takenPicoUsd: PicoUsd; readonly heldByAskerPicoUsd: PicoUsd },
  ask: Pick<LeaseAsk, 'keepPicoUsd' | 'needPicoUsd' | 'slicePicoUsd'> & { readonly capPicoUsd: PicoUsd },
): LeaseGrant => {
  const taken = state.takenPicoUsd - state.heldByAskerPicoUsd + ask.keepPicoUsd;
  const left = ask.capPicoUsd > taken ? ask.capPicoUsd - taken : 0n;
  const spare = left / sliceDivisor;
  const wanted = ask.needPicoUsd === 0n ? 0n : ask.needPicoUsd + (spare < ask.slicePicoUsd ? spare : ask.slicePicoUsd);
  const granted = wanted < left ? wanted : left;
  return { grantedPicoUsd: ask.keepPicoUsd + granted, leftPicoUsd: ask.capPicoUsd - taken - granted };
};

/** At most this part of what is left goes to one replica on top of its need, so that slices shrink towards the cap. */
export const sliceDivisor = 8n;
