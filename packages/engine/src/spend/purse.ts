/**
 * What this process may spend: leases on accounts, taken from in memory. A call holds its worst case in every account that it is
 * paid from before it goes to a provider, and settles the true cost after. Where the leases have enough that is a few additions;
 * where they have not, the treasury is asked, once for all calls that wait.
 *
 * Safe by construction: money is spent only out of a lease, a lease is counted as spent by everybody else from the moment
 * at which it is granted, and only this process gives it back. So no pause, crash or partition opens a cap.
 */
import type { Charge } from '@plimsoll/contract/budget';
import { PlimsollError } from '@plimsoll/contract/errors';
import { formatUsd, type PicoUsd } from '@plimsoll/contract/money';
import type { Account } from './budgets.ts';
import type { LeaseAsk, LeaseGrant, Treasury } from './treasury.ts';

/** Money that is set aside for one attempt. */
export interface Hold {
  readonly charge: Charge;
  readonly amountPicoUsd: PicoUsd;
  /** Settles at the true cost, once; what more is said is ignored. @returns what the attempt took */
  readonly settle: (costPicoUsd: PicoUsd) => Charge;
}

export interface HoldWish {
  readonly accounts: readonly Account[];
  readonly wantPicoUsd: PicoUsd;
  /** With less than this the call would be of no use. */
  readonly leastPicoUsd: PicoUsd;
}

export interface PurseOptions {
  readonly treasury: Treasury;
  /** Names this process in charges. */
  readonly holder: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (message: string) => void;
  /** How long a lease may be spent from without word from the treasury. */
  readonly leaseMs?: number;
  /** How long a call waits for the treasury, and for others to give back, before it is refused. */
  readonly patienceMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** What is known here of one account. */
export interface LeaseView {
  readonly account: Account;
  readonly grantedPicoUsd: PicoUsd;
  readonly heldPicoUsd: PicoUsd;
  readonly spentPicoUsd: PicoUsd;
  readonly wouldRefuse: number;
  readonly refused: number;
}

interface Lease {
  account: Account;
  slice: PicoUsd;
  granted: PicoUsd;
  held: PicoUsd;
  /** Settled out of `granted` since it was first taken. */
  spent: PicoUsd;
  sequence: number;
  /** Until when it may be spent from. */
  validUntilMs: number;
  /** What nobody had taken when the treasury was last asked. */
  left: PicoUsd;
  usedAtMs: number;
  /** An answer was lost: what it granted counts as taken until the treasury hears from us again. */
  uncertain: boolean;
  refused: number;
  wouldRefuse: number;
}

interface Waiting extends HoldWish {
  readonly resolve: (hold: Hold) => void;
  readonly reject: (error: PlimsollError) => void;
  readonly deadlineMs: number;
}

/** A lease on top of needs is a hundredth of the cap: what replicas that rest may keep from others. */
const sliceShare = 100n;
/** While less than so many slices are left to all, a lease that nobody has used for a second is given back; else after a minute. */
const plentySlices = 20n;
const idleMs = { scarce: 1_000, plenty: 60_000 } as const;
/** How often `sweep` is to be called. */
export const sweepMs = 200;
/** Users and features are named by callers, so there is a bound; accounts beyond it are refused until a window ends. */
const mostAccounts = 100_000;
/** So many calls wait for one answer of the treasury; others for the next. */
const mostInOneAsk = 500;
const logEveryMs = 60_000;
/** Beyond it, calls are turned away at once. */
const mostWaiting = 10_000;

export class Purse {
  readonly holder: string;
  readonly #treasury: Treasury;
  readonly #now: () => number;
  readonly #log: (message: string) => void;
  readonly #leaseMs: number;
  readonly #patienceMs: number;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #leases = new Map<string, Lease>();
  #waiting: Waiting[] = [];
  #asking: Promise<void> | null = null;
  #closed = false;
  #troubled = false;
  #overrunLoggedMs = 0;

  constructor({ treasury, holder, now, log, leaseMs = 300_000, patienceMs = 1_000, wait = sleep }: PurseOptions) {
    this.holder = holder;
    this.#treasury = treasury;
    this.#now = now;
    this.#log = log;
    this.#leaseMs = leaseMs;
    this.#patienceMs = patienceMs;
    this.#wait = wait;
  }

  /** Holds the whole amount where the leases at hand have it; null where the treasury must be asked. No I/O. */
  tryHold(accounts: readonly Account[], amountPicoUsd: PicoUsd): Hold | null {
    const nowMs = this.#now();
    for (const account of accounts) {
      const lease = this.#leases.get(account.key);
      if (lease === undefined || lease.validUntilMs <= nowMs || lease.account.budget !== account.budget) return null;
      if (room(lease) < amountPicoUsd && !isObservedOut(lease)) return null;
    }
    return this.#take(accounts, amountPicoUsd, nowMs);
  }

  /**
   * Holds what is wanted or, where less is left, at least what is of use.
   * @throws PlimsollError `budget_exceeded` where not even that is left in an enforced budget, after waiting a moment for others to give
   *   back; `budget_unavailable` where the treasury does not answer.
   */
  hold(wish: HoldWish): Promise<Hold> {
    const hold = this.#waiting.length === 0 ? this.tryHold(wish.accounts, wish.wantPicoUsd) : null;
    if (hold !== null) return Promise.resolve(hold);
    if (this.#closed || this.#waiting.length >= mostWaiting || this.#leases.size >= mostAccounts) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...wish, resolve, reject, deadlineMs: this.#now() + this.#patienceMs });
      this.#ask();
    });
  }

  /** Every account that this process has had to do with in its present window. */
  leases(): readonly LeaseView[] {
    return [...this.#leases.values()].map(({ account, granted, held, spent, refused, wouldRefuse }) => ({
      account,
      grantedPicoUsd: granted,
      heldPicoUsd: held,
      spentPicoUsd: spent,
      refused,
      wouldRefuse,
    }));
  }

  /** Refuses what waits, gives back all that is not held or spent, and asks for nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(unavailable());
    await this.#asking;
    await this.#exchange([...this.#leases.values()].filter((lease) => room(lease) > 0n || lease.uncertain).map((lease) => this.#askFor(lease, 0n)));
  }

  #take(accounts: readonly Account[], amount: PicoUsd, nowMs: number): Hold {
    const leases: Lease[] = [];
    for (const account of accounts) {
      const lease = this.#leaseOn(account);
      if (room(lease) < amount) lease.wouldRefuse += 1;
      lease.held += amount;
      lease.usedAtMs = nowMs;
      leases.push(lease);
    }
    const keys = accounts.map(({ key }) => key);
    const chargeOf = (picoUsd: PicoUsd): Charge => ({ holder: this.holder, accounts: keys, picoUsd: picoUsd.toString() });
    let settled: Charge | null = null;
    return {
      charge: chargeOf(amount),
      amountPicoUsd: amount,
      settle: (cost) => {
        if (settled !== null) return settled;
        if (cost > amount) this.#overrun(cost - amount, keys);
        for (const lease of leases) {
          lease.held -= amount;
          lease.spent += cost;
          lease.usedAtMs = this.#now();
        }
        settled = chargeOf(cost);
        return settled;
      },
    };
  }

  /** A provider billed more than the worst case: it is taken from what is left, and somebody should know. */
  #overrun(picoUsd: PicoUsd, keys: readonly string[]): void {
    const nowMs = this.#now();
    if (nowMs - this.#overrunLoggedMs < logEveryMs) return;
    this.#overrunLoggedMs = nowMs;
    this.#log(`spend: a call cost ${formatUsd(picoUsd)} US dollars more than its worst case, in ${keys.join(', ')}`);
  }

  #leaseOn(account: Account): Lease {
    const known = this.#leases.get(account.key);
    if (known !== undefined) {
      // The budget was changed: what was leased under the old cap is given back, and asked for anew under the new one.
      if (known.account.budget !== account.budget) {
        known.account = account;
        known.slice = account.budget.capPicoUsd / sliceShare;
        known.granted = known.held + known.spent;
        known.validUntilMs = 0;
      }
      return known;
    }
    const lease: Lease = {
      account,
      slice: account.budget.capPicoUsd / sliceShare,
      granted: 0n,
      held: 0n,
      spent: 0n,
      sequence: 0,
      validUntilMs: 0,
      left: 0n,
      usedAtMs: this.#now(),
      uncertain: false,
      refused: 0,
      wouldRefuse: 0,
    };
    this.#leases.set(account.key, lease);
    return lease;
  }

  /** One exchange with the treasury at a time: what asks meanwhile waits for the next. */
  #ask(): void {
    this.#asking ??= this.#serve().finally(() => {
      this.#asking = null;
      if (this.#waiting.length > 0 && !this.#closed) this.#ask();
    });
  }

  async #serve(): Promise<void> {
    // Calls of the same turn of the event loop go together.
    await Promise.resolve();
    const batch = this.#waiting.splice(0, mostInOneAsk);
    const answered = await this.#exchange(this.#asksOf(batch));
    const again: Waiting[] = [];
    const nowMs = this.#now();
    for (const waiting of batch) {
      const hold = this.#takeWhatFits(waiting, nowMs);
      if (hold !== null) waiting.resolve(hold);
      else if (nowMs < waiting.deadlineMs && !this.#closed) again.push(waiting);
      else waiting.reject(answered ? this.#refusal(waiting) : unavailable());
    }
    if (again.length === 0) return;
    this.#waiting.unshift(...again);
    // Others give back what they do not need within a moment; where nothing fitted, asking faster would not help.
    if (again.length === batch.length) await this.#wait(sweepMs);
  }

  #asksOf(batch: readonly Waiting[]): LeaseAsk[] {
    const wanted = new Map<Lease, { readonly first: PicoUsd; all: PicoUsd }>();
    for (const { accounts, wantPicoUsd } of batch) {
      for (const account of accounts) {
        const lease = this.#leaseOn(account);
        const known = wanted.get(lease);
        if (known === undefined) wanted.set(lease, { first: wantPicoUsd, all: wantPicoUsd });
        else known.all += wantPicoUsd;
      }
    }
    const nowMs = this.#now();
    return [...wanted]
      .filter(([lease, { all }]) => all > room(lease) || lease.validUntilMs <= nowMs)
      .map(([lease, { first, all }]) => this.#askFor(lease, all, first));
  }

  /**
   * @param want what is to be free to hold; the rest of the lease is given back
   * @param atOnce as much of it as is needed now. The rest is wished for as a slice, so that the calls that wait here do not
   *   take all that is left from those that wait in other replicas.
   */
  #askFor(lease: Lease, want: PicoUsd, atOnce: PicoUsd = want): LeaseAsk {
    lease.sequence += 1;
    const used = lease.held + lease.spent;
    const free = room(lease) < want ? room(lease) : want;
    const kept = free > 0n ? free : 0n;
    const missing = want - kept;
    const need = missing < atOnce ? missing : atOnce;
    const rest = missing - need;
    return { account: lease.account, sequence: lease.sequence, keepPicoUsd: used + kept, needPicoUsd: need, slicePicoUsd: rest > lease.slice ? rest : lease.slice };
  }

  /** @returns false where the treasury did not answer */
  async #exchange(asks: readonly LeaseAsk[]): Promise<boolean> {
    if (asks.length === 0) return true;
    const ordered = asks.toSorted((one, other) => (one.account.key < other.account.key ? -1 : 1));
    // What is given back must not be spent meanwhile; what was used meanwhile is part of what is kept next time.
    const before = ordered.map((ask) => {
      const lease = this.#leaseOn(ask.account);
      lease.granted = ask.keepPicoUsd;
      lease.uncertain = true;
      return lease;
    });
    let grants: readonly (LeaseGrant | null)[];
    try {
      grants = await this.#treasury.lease(ordered);
    } catch (error) {
      if (!this.#troubled) this.#log(`spend: the store that keeps the budgets does not answer: ${error instanceof Error ? error.message : String(error)}`);
      this.#troubled = true;
      return false;
    }
    if (this.#troubled) this.#log('spend: the store that keeps the budgets answers again');
    this.#troubled = false;
    const validUntilMs = this.#now() + this.#leaseMs;
    for (const [index, lease] of before.entries()) {
      const grant = grants[index];
      if (grant === null || grant === undefined) continue;
      lease.granted = grant.grantedPicoUsd;
      lease.left = grant.leftPicoUsd;
      lease.validUntilMs = validUntilMs;
      lease.uncertain = false;
    }
    return true;
  }

  #takeWhatFits({ accounts, wantPicoUsd, leastPicoUsd }: HoldWish, nowMs: number): Hold | null {
    let fits = wantPicoUsd;
    for (const account of accounts) {
      const lease = this.#leaseOn(account);
      if (account.budget.mode === 'observe') continue;
      if (lease.validUntilMs <= nowMs) return null;
      const free = room(lease);
      if (free < fits) fits = free;
    }
    if (fits < leastPicoUsd) return null;
    // Where far less than wanted is left, one call does not take all of it from those that come at the same time.
    const fair = fits * 4n < wantPicoUsd * 3n ? fits / 4n : fits;
    const amount = fair < leastPicoUsd ? leastPicoUsd : fair;
    return this.#take(accounts, amount, nowMs);
  }

  #refusal({ accounts, leastPicoUsd }: HoldWish): PlimsollError {
    for (const account of accounts) {
      const lease = this.#leaseOn(account);
      if (account.budget.mode === 'observe' || room(lease) >= leastPicoUsd) continue;
      lease.refused += 1;
      return exceeded(account);
    }
    return unavailable();
  }

  /**
   * Gives back what rests, takes the next slice before the last one is used up, renews what is about to run out, and forgets accounts
   * whose window is over. To be called every `sweepMs`. Never rejects.
   */
  async sweep(): Promise<void> {
    if (this.#asking !== null || this.#waiting.length > 0 || this.#closed) return;
    const nowMs = this.#now();
    const asks: LeaseAsk[] = [];
    for (const [key, lease] of this.#leases) {
      const { endsAtMs } = lease.account;
      const over = endsAtMs !== null && endsAtMs <= nowMs;
      const free = room(lease);
      const plenty = lease.left > plentySlices * lease.slice;
      const rests = lease.usedAtMs + (plenty ? idleMs.plenty : idleMs.scarce) <= nowMs;
      if (over && lease.held === 0n && free === 0n && !lease.uncertain) this.#leases.delete(key);
      else if (lease.uncertain || free < 0n || (free > 0n && (over || rests))) asks.push(this.#askFor(lease, 0n));
      else if (rests) continue;
      else if (free > 2n * lease.slice) asks.push(this.#askFor(lease, lease.slice));
      else if (plenty && free < lease.slice / 2n) asks.push(this.#askFor(lease, lease.slice));
      else if (lease.validUntilMs - nowMs < this.#leaseMs / 2) asks.push(this.#askFor(lease, free));
    }
    if (asks.length === 0) return;
    this.#asking = this.#exchange(asks).then(() => {
      this.#asking = null;
      if (this.#waiting.length > 0 && !this.#closed) this.#ask();
    });
    await this.#asking;
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** An observed budget of which nothing is left: nobody need be asked to know what it would say. */
const isObservedOut = ({ account, left }: Lease): boolean => account.budget.mode === 'observe' && left <= 0n;

/** What can be held yet; negative where more was spent than was held. */
const room = (lease: Lease): PicoUsd => lease.granted - lease.held - lease.spent;

const unavailable = (): PlimsollError => new PlimsollError('budget_unavailable', undefined, { retryAfterS: 1 });

const exceeded = ({ budget, subject, endsAtMs }: Account): PlimsollError => {
  const whose = budget.each === null || subject === '' ? '' : ` of this ${budget.each}`;
  const until = endsAtMs === null ? 'It does not begin anew by itself.' : `It begins anew at ${new Date(endsAtMs).toISOString()}.`;
  return new PlimsollError('budget_exceeded', `Budget "${budget.name}"${whose}: ${formatUsd(budget.capPicoUsd)} US dollars per ${budget.per}. ${until}`);
};
