/**
 * Gathers items that may wait and hands them to their provider's batch API, a part at a time. What a part can cost at most is held
 * before it goes. Where the budget has room for some of them only, those go, and the rest follows when they are settled.
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import type { ProviderBatches } from '@plimsoll/engine/provider-batches';
import type { Deferral } from '@plimsoll/engine/stages/defer/defer';
import { newCallId } from '@plimsoll/engine/trace-context';
import type { Kysely } from 'kysely';
import { beginPart, endPart, noteItems, partSubmitted } from '../../store/batches/parts.ts';
import type { StoredBatch } from '../../store/batches/batches.ts';
import type { Database } from '../../store/database.ts';
import { postgresTreasury } from '../../store/spend/postgres-treasury.ts';
import type { BatchItem } from '../batch-line.ts';
import { holdForPart } from './hold-for-part.ts';

interface Waiting {
  readonly item: BatchItem;
  readonly deferral: Deferral;
}

interface Draft {
  readonly api: ProviderBatches;
  waiting: Waiting[];
  bytes: number;
}

export interface HandOverOptions {
  readonly db: Kysely<Database>;
  readonly batch: StoredBatch;
  /** Under which the batch is worked on: nothing is sent once it is another's. */
  readonly job: string;
  /** Models whose provider took no batch of this one. */
  readonly refused: ReadonlySet<string>;
  /** Whether parts of this batch wait at a provider already: then there is money to wait for. */
  readonly hasOpenParts: boolean;
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** Their answers are far larger than what is asked. */
const mostEmbeddings = 2_000;

/** Ids of requests at the provider. */
export const requestIdOf = (line: number): string => `line-${line}`;
export const lineOfRequest = (id: string): number | null => {
  const line = /^line-([1-9]\d{0,8})$/.exec(id)?.[1];
  return line === undefined ? null : Number(line);
};

export class HandOver {
  readonly #options: HandOverOptions;
  readonly #drafts = new Map<string, Draft>();
  readonly #refused: Set<string>;
  #open: boolean;
  #short = false;
  #failed = false;

  constructor(options: HandOverOptions) {
    this.#options = options;
    this.#refused = new Set(options.refused);
    this.#open = options.hasOpenParts;
  }

  /** Something waits at a provider, for money, or for a provider that is down: the batch cannot end yet. */
  get waits(): boolean {
    return this.#open || this.#short || this.#failed;
  }

  /** @returns items that have to go one by one: this one, or those that were gathered with it. */
  async add(item: BatchItem, deferral: Deferral): Promise<readonly BatchItem[]> {
    const api = deferral.model.provider.batches;
    if (api === undefined || this.#refused.has(deferral.model.name)) return [item];
    // Prices and budgets of a part are those of one model and one set of accounts.
    const key = JSON.stringify([deferral.model.name, deferral.route, deferral.operation, ...(deferral.hold?.accounts.map((account) => account.key) ?? [])]);
    let draft = this.#drafts.get(key);
    if (draft === undefined) this.#drafts.set(key, (draft = { api, waiting: [], bytes: 0 }));
    const overflows = draft.waiting.length >= (deferral.operation === 'embeddings' ? Math.min(mostEmbeddings, api.mostRequests) : api.mostRequests) || draft.bytes + deferral.bytes.length > api.mostBytes;
    const back = overflows ? await this.#send(draft) : [];
    draft.waiting.push({ item, deferral });
    draft.bytes += deferral.bytes.length;
    return back;
  }

  /** Hands over what is left. @returns as `add` does */
  async flush(): Promise<readonly BatchItem[]> {
    const back: BatchItem[] = [];
    for (const draft of this.#drafts.values()) back.push(...(await this.#send(draft)));
    return back;
  }

  async #send(draft: Draft): Promise<readonly BatchItem[]> {
    const { waiting } = draft;
    draft.waiting = [];
    draft.bytes = 0;
    const [first] = waiting;
    // After trouble the rest is tried with the next look, in its order.
    if (first === undefined || this.#short || this.#failed) return [];
    const { db, batch, job, log } = this.#options;
    const { model, route, hold } = first.deferral;
    const accounts = hold?.accounts ?? [];
    const begunAt = new Date();
    const id = `part_${newCallId(begunAt.getTime())}`;
    const part = { id, batch: batch.id, holder: id, model: model.name, route, accounts: accounts.map(({ key }) => key), status: 'preparing' as const, upstream: null, begun_at: begunAt };
    await beginPart(db, part);
    const fits = await holdForPart(postgresTreasury(db, id), accounts, waiting.map(({ deferral }) => deferral.hold?.picoUsd ?? 0n));
    if (fits === 0) {
      await endPart(db, part, 'ended');
      // Nothing to wait for: one by one, each is lowered to what is left, or told that it is not enough.
      if (!this.#open) return waiting.map(({ item }) => item);
      this.#short = true;
      return [];
    }
    const going = waiting.slice(0, fits);
    if (fits < waiting.length) this.#short = true;
    if (!(await noteItems(db, part, job, going.map(({ item, deferral }) => ({ line: item.line, heldPicoUsd: deferral.hold?.picoUsd ?? 0n }))))) return [];
    try {
      await this.#submit(draft.api, id, going);
      this.#open = true;
      return [];
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      if (isUncertain(error, draft.api)) {
        // It may have arrived: whoever looks next finds out.
        this.#open = true;
        log(`batches: whether ${model.name}'s provider has a part of ${batch.id} is not known yet: ${error.message}`);
        return [];
      }
      const refused = !error.retryable;
      await endPart(db, part, refused ? 'refused' : 'ended');
      log(`batches: ${model.name}'s provider took no part of ${batch.id}, ${refused ? 'its items go one by one' : 'it is tried again'}: ${error.message}`);
      if (!refused) {
        this.#failed = true;
        return [];
      }
      this.#refused.add(model.name);
      return waiting.map(({ item }) => item);
    }
  }

  async #submit(api: ProviderBatches, id: string, going: readonly Waiting[]): Promise<void> {
    const { db, signal } = this.#options;
    const [first] = going;
    if (first === undefined) return;
    const requests = going.map(({ item, deferral }) => ({ id: requestIdOf(item.line), bytes: deferral.bytes }));
    const upstream = await api.submit({ operation: first.deferral.operation, requests, mark: id }, signal);
    if (!(await partSubmitted(db, id, upstream))) await api.cancel(upstream, signal);
  }
}

/** After these the provider may have it all the same. Of an error of its own that is assumed only where it can be asked. */
const isUncertain = ({ code }: PlimsollError, api: ProviderBatches): boolean =>
  code === 'provider_timeout' || code === 'provider_closed' || code === 'provider_invalid_reply' || (code === 'provider_failed' && api.find !== null);
