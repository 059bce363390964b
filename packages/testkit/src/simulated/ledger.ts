/**
 * The simulated provider's own books: every request it received, what became of it, and what it would be billed.
 * Tests hold the gateway's records against them, so they share no arithmetic with the gateway.
 */
import type { JsonObject } from '@plimsoll/contract/json';

/**
 * - began: under way
 * - finished: the whole reply was handed to the peer
 * - aborted: the peer left first
 * - dropped: the simulation itself cut the connection
 */
export type LedgerState = 'began' | 'finished' | 'aborted' | 'dropped';

export interface LedgerEntry {
  /** From 1, in order of arrival. */
  readonly id: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The request as parsed; null when it was no JSON object. */
  readonly body: JsonObject | null;
  /** The request as it came, cut off after `keptBytes`. */
  readonly bodyText: string;
  readonly state: LedgerState;
  readonly status: number | null;
  readonly stream: boolean;
  readonly inputTokens: number;
  /** Handed to the peer so far. */
  readonly outputTokens: number;
  /** Bytes of the reply's body handed to the peer so far. */
  readonly sentBytes: number;
  /** The reply's body as sent, cut off after `keptBytes`. */
  readonly sentText: string;
  /** Epoch milliseconds. */
  readonly beganAt: number;
  readonly endedAt: number | null;
}

export interface LedgerTotals {
  readonly requests: number;
  readonly began: number;
  readonly finished: number;
  readonly aborted: number;
  readonly dropped: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Decimal pico-dollars: tokens times the ledger's rates, failed requests free of charge. */
  readonly costPicoUsd: string;
}

export interface LedgerRates {
  /** Pico-dollars a token: 1,000,000 is one dollar per million tokens. */
  readonly inputPicoUsd: bigint;
  readonly outputPicoUsd: bigint;
}

/** How much of each body is kept. */
const keptBytes = 256 * 1024;
const defaultRates: LedgerRates = { inputPicoUsd: 1_000_000n, outputPicoUsd: 3_000_000n };

interface Sum {
  requests: number;
  began: number;
  finished: number;
  aborted: number;
  dropped: number;
  inputTokens: number;
  outputTokens: number;
  costPicoUsd: bigint;
}

const emptySum = (): Sum => ({ requests: 0, began: 0, finished: 0, aborted: 0, dropped: 0, inputTokens: 0, outputTokens: 0, costPicoUsd: 0n });

type Draft = { -readonly [Member in keyof LedgerEntry]: LedgerEntry[Member] };

export interface OpenEntry {
  readonly planned: (status: number, stream: boolean, inputTokens: number) => void;
  readonly sent: (bytes: Uint8Array, tokens: number) => void;
  /** Later calls than the first change nothing. */
  readonly end: (state: Exclude<LedgerState, 'began'>) => void;
}

export class Ledger {
  readonly #rates: LedgerRates;
  readonly #mostEntries: number;
  #entries: Draft[] = [];
  /** Requests that have no entry any more, or never had one. */
  #gone = emptySum();
  #lastId = 0;
  readonly #watchers = new Set<() => void>();

  /** Keeps the last `mostEntries` in full and counts those before them in the totals. */
  constructor(rates: LedgerRates = defaultRates, mostEntries = 2_000) {
    this.#rates = rates;
    this.#mostEntries = mostEntries;
  }

  /** Notes a request's arrival. `keepsText` false keeps none of the reply's text, for long benchmarks. */
  open(
    request: { path: string; headers: Readonly<Record<string, string>>; body: JsonObject | null; bodyText: string },
    keepsText = true,
  ): OpenEntry {
    this.#lastId += 1;
    const draft: Draft = {
      id: this.#lastId,
      ...request,
      bodyText: request.bodyText.slice(0, keptBytes),
      state: 'began',
      status: null,
      stream: false,
      inputTokens: 0,
      outputTokens: 0,
      sentBytes: 0,
      sentText: '',
      beganAt: Date.now(),
      endedAt: null,
    };
    this.#entries.push(draft);
    if (this.#entries.length > this.#mostEntries) this.#forgetOldest();
    this.#changed();
    const decoder = new TextDecoder();
    return {
      planned: (status, stream, inputTokens) => Object.assign(draft, { status, stream, inputTokens }),
      sent: (bytes, tokens) => {
        draft.sentBytes += bytes.length;
        draft.outputTokens += tokens;
        if (keepsText && draft.sentText.length < keptBytes) draft.sentText += decoder.decode(bytes.subarray(0, keptBytes), { stream: true });
        if (this.#watchers.size > 0) this.#changed();
      },
      end: (state) => {
        if (draft.state !== 'began') return;
        draft.state = state;
        draft.endedAt = Date.now();
        this.#changed();
      },
    };
  }

  /** Adds a finished request to the totals without keeping an entry. */
  count(inputTokens: number, outputTokens: number): void {
    this.#gone.requests += 1;
    this.#gone.finished += 1;
    this.#gone.inputTokens += inputTokens;
    this.#gone.outputTokens += outputTokens;
    this.#gone.costPicoUsd += BigInt(inputTokens) * this.#rates.inputPicoUsd + BigInt(outputTokens) * this.#rates.outputPicoUsd;
  }

  /** Oldest first. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  totals(): LedgerTotals {
    const sum = { ...this.#gone };
    for (const entry of this.#entries) this.#add(sum, entry);
    return { ...sum, costPicoUsd: sum.costPicoUsd.toString() };
  }

  /** What one request is billed in pico-dollars: nothing unless it was answered with a 2xx. */
  costOf(entry: LedgerEntry): bigint {
    if (entry.status === null || entry.status >= 300) return 0n;
    return BigInt(entry.inputTokens) * this.#rates.inputPicoUsd + BigInt(entry.outputTokens) * this.#rates.outputPicoUsd;
  }

  clear(): void {
    this.#entries = [];
    this.#gone = emptySum();
  }

  /**
   * Waits for the newest entry that satisfies `wanted`.
   * @throws Error once `timeoutMs` have passed, saying what the ledger holds.
   */
  async until(wanted: (entry: LedgerEntry) => boolean, timeoutMs = 5_000): Promise<LedgerEntry> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = this.#entries.findLast(wanted);
      if (found !== undefined) return found;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        const seen = this.#entries.map(({ id, path, state, status }) => `${id} ${path} ${state} ${status ?? '-'}`).join('; ');
        throw new Error(`no such ledger entry within ${timeoutMs} ms; it holds: ${seen || 'nothing'}`);
      }
      await this.#nextChange(leftMs);
    }
  }

  #nextChange(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#watchers.add(done);
    });
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #add(sum: Sum, entry: LedgerEntry): void {
    sum.requests += 1;
    sum[entry.state] += 1;
    sum.inputTokens += entry.inputTokens;
    sum.outputTokens += entry.outputTokens;
    sum.costPicoUsd += this.costOf(entry);
  }

  #forgetOldest(): void {
    // One that is still under way stays, since its figures will change.
    const at = this.#entries.findIndex(({ state }) => state !== 'began');
    const [oldest] = this.#entries.splice(Math.max(0, at), 1);
    if (oldest !== undefined) this.#add(this.#gone, oldest);
  }
}
