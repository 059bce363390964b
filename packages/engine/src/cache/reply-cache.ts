/**
 * Answers that are kept, by key. Bounded in bytes over all tenants, with a bound for each, so that a busy tenant does not push out
 * the others'. The longest unused go first.
 */
import type { CacheHit } from '@plimsoll/contract/call-record';
import type { ReplyHeaders } from '../reply.ts';

export interface CachedReply {
  readonly key: string;
  readonly tenant: string;
  readonly status: number;
  readonly headers: ReplyHeaders;
  /** Whole, or all pieces of a stream in one. */
  readonly body: Buffer;
  readonly stream: boolean;
  /** Epoch milliseconds. */
  readonly storedAtMs: number;
  readonly tags: readonly string[];
  /** The name that was asked for. */
  readonly asked: string;
  /** What answered then. */
  readonly model: string | null;
  readonly provider: string | null;
  readonly route: string | null;
  readonly finishReason: string | null;
  /** What it cost then, and what it saves each time; null where that is not known. */
  readonly costPicoUsd: bigint | null;
  /** Memory that is held for this answer elsewhere: how its request is found again. */
  readonly besideBytes?: number;
}

export interface CacheFigures {
  readonly entries: number;
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
  /** Of the hits, those that waited for the same request of another caller. */
  readonly collapsed: number;
  /** Of the hits, those to a request that meant the same in other words. */
  readonly semantic: number;
  readonly savedPicoUsd: bigint;
}

interface Tally {
  entries: number;
  bytes: number;
  hits: number;
  misses: number;
  collapsed: number;
  semantic: number;
  savedPicoUsd: bigint;
}

export interface ReplyCacheOptions {
  readonly ttlMs: number;
  readonly maxBytes: number;
  readonly maxEntryBytes: number;
  readonly now?: () => number;
  /** Told of each answer that is kept no longer. */
  readonly onDrop?: (key: string) => void;
}

/** An entry takes some memory beside its body. */
const entryOverheadBytes = 1024;

const sizeOf = ({ body, besideBytes = 0 }: CachedReply): number => body.length + entryOverheadBytes + besideBytes;

export class ReplyCache {
  readonly maxEntryBytes: number;
  readonly #ttlMs: number;
  readonly #maxBytes: number;
  readonly #now: () => number;
  readonly #onDrop: (key: string) => void;
  /** In the order of their last use. */
  readonly #entries = new Map<string, CachedReply>();
  readonly #tallies = new Map<string, Tally>();
  #bytes = 0;

  constructor({ ttlMs, maxBytes, maxEntryBytes, now = Date.now, onDrop = () => {} }: ReplyCacheOptions) {
    this.#onDrop = onDrop;
    this.maxEntryBytes = maxEntryBytes;
    this.#ttlMs = ttlMs;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  /** @param maxAgeMs what the caller still takes */
  find(key: string, tenant: string, maxAgeMs: number): CachedReply | null {
    const entry = this.#entries.get(key);
    // The tenant is part of the key; looked at again, because an answer to somebody else is the worst that a cache can give.
    if (entry === undefined || entry.tenant !== tenant) return null;
    const ageMs = this.#now() - entry.storedAtMs;
    if (ageMs >= this.#ttlMs) {
      this.#drop(entry);
      return null;
    }
    if (ageMs > maxAgeMs) return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  hit(entry: CachedReply, how: CacheHit | 'collapsed'): void {
    const tally = this.#tallyOf(entry.tenant);
    tally.hits += 1;
    if (how === 'collapsed') tally.collapsed += 1;
    if (how === 'semantic') tally.semantic += 1;
    tally.savedPicoUsd += entry.costPicoUsd ?? 0n;
  }

  miss(tenant: string): void {
    this.#tallyOf(tenant).misses += 1;
  }

  /** @returns when the answer under this key was stored, epoch milliseconds; null where there is none */
  storedAtMs(key: string): number | null {
    return this.#entries.get(key)?.storedAtMs ?? null;
  }

  put(entry: Omit<CachedReply, 'storedAtMs'>): CachedReply | null {
    const stored: CachedReply = { ...entry, storedAtMs: this.#now() };
    return this.adopt(stored) ? stored : null;
  }

  /** Takes an answer that another server stored. @returns whether there is room for it */
  adopt(entry: CachedReply): boolean {
    if (entry.body.length > this.maxEntryBytes || sizeOf(entry) > this.#maxBytes / 2 || this.#now() - entry.storedAtMs >= this.#ttlMs) return false;
    const before = this.#entries.get(entry.key);
    if (before !== undefined) this.#drop(before);
    const tally = this.#tallyOf(entry.tenant);
    this.#entries.set(entry.key, entry);
    tally.entries += 1;
    tally.bytes += sizeOf(entry);
    this.#bytes += sizeOf(entry);
    for (const oldest of this.#entries.values()) {
      const crowded = tally.bytes > this.#maxBytes / 2;
      if (!crowded && this.#bytes <= this.#maxBytes) break;
      if (!crowded || oldest.tenant === entry.tenant) this.#drop(oldest);
    }
    return true;
  }

  /** Forgets what answers the description. @param tenant null for all @returns how many there were */
  invalidate(tenant: string | null, where: { readonly tag?: string | undefined; readonly model?: string | undefined }): number {
    let forgotten = 0;
    for (const entry of this.#entries.values()) {
      if (tenant !== null && entry.tenant !== tenant) continue;
      if (where.tag !== undefined && !entry.tags.includes(where.tag)) continue;
      if (where.model !== undefined && entry.asked !== where.model && entry.model !== where.model) continue;
      this.#drop(entry);
      forgotten += 1;
    }
    return forgotten;
  }

  /** @param tenant null for all together */
  figures(tenant: string | null): CacheFigures {
    const sum: Tally = { entries: 0, bytes: 0, hits: 0, misses: 0, collapsed: 0, semantic: 0, savedPicoUsd: 0n };
    for (const [name, tally] of this.#tallies) {
      if (tenant !== null && name !== tenant) continue;
      sum.entries += tally.entries;
      sum.bytes += tally.bytes;
      sum.hits += tally.hits;
      sum.misses += tally.misses;
      sum.collapsed += tally.collapsed;
      sum.semantic += tally.semantic;
      sum.savedPicoUsd += tally.savedPicoUsd;
    }
    return sum;
  }

  #drop(entry: CachedReply): void {
    this.#entries.delete(entry.key);
    this.#onDrop(entry.key);
    this.#bytes -= sizeOf(entry);
    const tally = this.#tallyOf(entry.tenant);
    tally.entries -= 1;
    tally.bytes -= sizeOf(entry);
  }

  #tallyOf(tenant: string): Tally {
    const known = this.#tallies.get(tenant);
    if (known !== undefined) return known;
    const tally: Tally = { entries: 0, bytes: 0, hits: 0, misses: 0, collapsed: 0, semantic: 0, savedPicoUsd: 0n };
    this.#tallies.set(tenant, tally);
    return tally;
  }
}
