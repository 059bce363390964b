/**
 * All keys in memory, for the request's way: telling who calls costs one hash and one look-up, never a query.
 * The table follows the store every two seconds, and a change made by this process at once. While the store is away
 * it keeps serving the keys it knows: trouble with the database is never answered with 401.
 */
import type { Caller } from '@plimsoll/contract/caller';
import { withinDeadline } from './deadline.ts';
import { hashKey, isMistyped, maxKeyLength } from './key-format.ts';
import { keyState } from './key-state.ts';
import type { KeyStore, KeyUse, StoredKey } from './key-store.ts';

export type KeyLookup =
  | { readonly caller: Caller }
  /** `detail` is for the caller to read. */
  | { readonly refused: 'invalid_key' | 'revoked_key'; readonly detail?: string };

export interface KeyTableOptions {
  readonly store: Pick<KeyStore, 'list' | 'noteUses'>;
  /** Told when the store could not be read or written; the table goes on. */
  readonly onTrouble?: (error: unknown) => void;
  readonly refreshMs?: number;
  readonly flushMs?: number;
  /** How long a query may take. */
  readonly queryTimeoutMs?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

interface Entry {
  key: StoredKey;
  /** Made once, handed out on each look-up. */
  readonly found: { readonly caller: Caller };
  /** Epoch milliseconds of the latest use seen by this process; 0 for none. */
  usedAtMs: number;
  /** The part of `usedAtMs` that is in the store. */
  flushedAtMs: number;
}

const revoked: KeyLookup = { refused: 'revoked_key' };
const unknown: KeyLookup = { refused: 'invalid_key' };
const mistyped: KeyLookup = { refused: 'invalid_key', detail: 'It looks mistyped: its last characters do not fit the rest.' };

export class KeyTable {
  readonly #store: KeyTableOptions['store'];
  readonly #onTrouble: (error: unknown) => void;
  readonly #queryTimeoutMs: number;
  readonly #now: () => number;
  #byHash = new Map<string, Entry>();
  #byId = new Map<string, Entry>();
  /** Counts local changes, so that a list read before one does not undo it. */
  #changes = 0;
  #refreshing: Promise<void> | null = null;
  #timers: NodeJS.Timeout[] = [];

  private constructor(options: KeyTableOptions) {
    this.#store = options.store;
    this.#onTrouble = options.onTrouble ?? (() => undefined);
    this.#queryTimeoutMs = options.queryTimeoutMs ?? 5_000;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Reads all keys, then follows the store until `close`.
   * @throws when the store cannot be read at all: without a single list there is nothing true to tell a caller.
   */
  static async open(options: KeyTableOptions): Promise<KeyTable> {
    const table = new KeyTable(options);
    await table.refresh();
    table.#every(options.refreshMs ?? 2_000, () => table.refresh());
    table.#every(options.flushMs ?? 60_000, () => table.flush());
    return table;
  }

  /** Who presents this key. Looks up by hash, so how long it takes tells nothing about any key. Never throws. */
  lookup(presented: string): KeyLookup {
    if (presented.length > maxKeyLength) return unknown;
    const entry = this.#byHash.get(hashKey(presented));
    if (entry === undefined) return isMistyped(presented) ? mistyped : unknown;
    return this.#use(entry) ? entry.found : revoked;
  }

  /** Who holds the key with this id, as long as it is valid; for sessions and tokens made from a key. Counts as a use. */
  callerOf(keyId: string): Caller | null {
    const entry = this.#byId.get(keyId);
    return entry !== undefined && this.#use(entry) ? entry.found.caller : null;
  }

  /** When a key was last used as far as this process knows; null when it does not know of any use. */
  lastUsedAt(keyId: string): Date | null {
    const entry = this.#byId.get(keyId);
    if (entry === undefined) return null;
    const atMs = Math.max(entry.usedAtMs, entry.key.lastUsedAt?.getTime() ?? 0);
    return atMs === 0 ? null : new Date(atMs);
  }

  /** Takes over a change that this process has just stored. */
  put(...keys: readonly StoredKey[]): void {
    this.#changes += 1;
    for (const key of keys) this.#set(key, this.#byHash, this.#byId);
  }

  /** Reads the keys again. Callers that come while it runs share it. @throws when the store cannot be read. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Writes down when keys were last used. @throws when the store cannot be written; the uses are kept for the next time. */
  async flush(): Promise<void> {
    const used = [...this.#byId.values()].filter((entry) => entry.usedAtMs > entry.flushedAtMs);
    if (used.length === 0) return;
    const uses: KeyUse[] = used.map((entry) => ({ id: entry.key.id, at: new Date(entry.usedAtMs) }));
    await withinDeadline(this.#store.noteUses(uses), this.#queryTimeoutMs, 'noting the last use of keys');
    used.forEach((entry, index) => {
      entry.flushedAtMs = uses[index]?.at.getTime() ?? 0;
    });
  }

  /** Stops following the store and writes down the last uses. Never rejects. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    await this.flush().catch(this.#onTrouble);
  }

  #use(entry: Entry): boolean {
    const nowMs = this.#now();
    const { revokedAt, expiresAt } = entry.key;
    if (revokedAt !== null || expiresAt !== null) {
      const state = keyState(entry.key, nowMs);
      if (state === 'revoked' || state === 'expired') return false;
    }
    entry.usedAtMs = nowMs;
    return true;
  }

  async #load(): Promise<void> {
    for (;;) {
      const changes = this.#changes;
      const keys = await withinDeadline(this.#store.list(), this.#queryTimeoutMs, 'reading the keys');
      if (changes !== this.#changes) continue;
      const byHash = new Map<string, Entry>();
      const byId = new Map<string, Entry>();
      for (const key of keys) this.#set(key, byHash, byId);
      this.#byHash = byHash;
      this.#byId = byId;
      return;
    }
  }

  /** Keeps the entry of a known key, and with it the uses not yet written down. A key's caller never changes. */
  #set(key: StoredKey, byHash: Map<string, Entry>, byId: Map<string, Entry>): void {
    const known = this.#byId.get(key.id);
    const caller: Caller = { tenant: key.tenant, app: key.app, keyId: key.id, role: key.role };
    const entry = known ?? { key, found: Object.freeze({ caller: Object.freeze(caller) }), usedAtMs: 0, flushedAtMs: 0 };
    entry.key = key;
    byHash.set(key.hash, entry);
    byId.set(key.id, entry);
  }

  /** Runs the work again and again with a pause between, so that slow runs never pile up. */
  #every(pauseMs: number, work: () => Promise<void>): void {
    const slot = this.#timers.length;
    const schedule = (): void => {
      this.#timers[slot] = setTimeout(() => {
        const timer = this.#timers[slot];
        void work()
          .catch(this.#onTrouble)
          .finally(() => {
            if (this.#timers[slot] === timer) schedule();
          });
      }, pauseMs);
      this.#timers[slot].unref();
    };
    schedule();
  }
}
