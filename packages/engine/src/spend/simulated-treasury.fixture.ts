/**
 * A store of money for tests, with all that a network can do to what is asked of it: late, lost before or after it took effect,
 * or taking effect long after the asker has given up. Knows the truth that the purses are judged by.
 */
import { grantOf, type LeaseAsk, type LeaseGrant, type Treasury } from './treasury.ts';

interface StoredLease {
  granted: bigint;
  sequence: number;
}

export class SimulatedTreasury {
  readonly taken = new Map<string, bigint>();
  readonly leases = new Map<string, Map<string, StoredLease>>();
  /** What has been asked and not answered yet. */
  readonly pending: { readonly holder: string; readonly apply: () => readonly (LeaseGrant | null)[]; readonly answer: (grants: readonly (LeaseGrant | null)[]) => void; readonly fail: () => void }[] = [];

  for(holder: string): Treasury {
    return {
      lease: (asks) =>
        new Promise((resolve, reject) => {
          this.pending.push({ holder, apply: () => asks.map((ask) => this.#grant(holder, ask)), answer: resolve, fail: () => reject(new Error('the network is gone')) });
        }),
    };
  }

  /** Gives back what a dead holder had beyond what its records prove. */
  close(holder: string, spent: ReadonlyMap<string, bigint>): void {
    for (const [key, lease] of this.leases.get(holder) ?? []) {
      const settled = spent.get(key) ?? 0n;
      this.taken.set(key, (this.taken.get(key) ?? 0n) - lease.granted + settled);
      lease.granted = settled;
      lease.sequence = Number.MAX_SAFE_INTEGER;
    }
  }

  #grant(holder: string, ask: LeaseAsk): LeaseGrant | null {
    const { key, budget } = ask.account;
    const leases = this.leases.get(holder) ?? new Map<string, StoredLease>();
    this.leases.set(holder, leases);
    const lease = leases.get(key) ?? { granted: 0n, sequence: 0 };
    leases.set(key, lease);
    if (ask.sequence <= lease.sequence) return null;
    const takenPicoUsd = this.taken.get(key) ?? 0n;
    const grant = grantOf({ takenPicoUsd, heldByAskerPicoUsd: lease.granted }, { ...ask, capPicoUsd: budget.capPicoUsd });
    this.taken.set(key, takenPicoUsd - lease.granted + grant.grantedPicoUsd);
    lease.granted = grant.grantedPicoUsd;
    lease.sequence = ask.sequence;
    return grant;
  }
}
