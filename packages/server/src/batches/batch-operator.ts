/** What operators may do with batches: see how far they are, hold them, let them go on, cancel them. */
import type { BatchesPage, BatchSummary } from '@plimsoll/contract/api/batches';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Kysely } from 'kysely';
import { findBatch, holdBatch, holdBatches, holdsNewBatches, listBatches, type StoredBatch } from '../store/batches/batches.ts';
import { countsAtProviders } from '../store/batches/parts.ts';
import type { Database } from '../store/database.ts';
import { cancelBatch } from './cancel-batch.ts';

/** `tenant` null reaches the batches of all tenants; what another tenant has is as absent as what never was. */
export interface BatchOperator {
  readonly list: (tenant: string | null, limit: number, cursor: string | null) => Promise<BatchesPage>;
  /** @throws PlimsollError `not_found`; `conflict` for a batch that has ended. */
  readonly hold: (tenant: string | null, id: string, paused: boolean) => Promise<BatchSummary>;
  /** Every open batch, and those to come. @returns how many of the open ones were changed; a cost alarm pauses with this. */
  readonly holdAll: (tenant: string | null, paused: boolean) => Promise<number>;
  /** @throws PlimsollError `not_found`; `conflict` for a batch that has ended. */
  readonly cancel: (tenant: string | null, id: string) => Promise<BatchSummary>;
}

export const createBatchOperator = (db: Kysely<Database>, wake: () => void): BatchOperator => {
  const find = async (tenant: string | null, id: string): Promise<StoredBatch> => {
    const batch = await findBatch(db, tenant, id);
    if (batch === undefined) throw new PlimsollError('not_found', 'No batch has this id.');
    return batch;
  };
  return {
    list: async (tenant, limit, cursor) => {
      const rows = await listBatches(db, tenant, { limit, after: cursor });
      const page = rows.slice(0, limit);
      const away = await countsAtProviders(db, page.map(({ id }) => id));
      return { batches: page.map((batch) => summaryOf(batch, away)), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null, held: await holdsNewBatches(db, tenant) };
    },
    hold: async (tenant, id, paused) => {
      const changed = await holdBatch(db, tenant, id, paused);
      const batch = await find(tenant, id);
      if (changed === 0 && batch.paused !== paused) throw new PlimsollError('conflict', `The batch is ${batch.status}.`);
      wake();
      return summaryOf(batch, await countsAtProviders(db, [id]));
    },
    holdAll: async (tenant, paused) => {
      const changed = await holdBatches(db, tenant, paused);
      wake();
      return changed;
    },
    cancel: async (tenant, id) => {
      const cancelled = await cancelBatch(db, await find(tenant, id));
      wake();
      return summaryOf(cancelled, await countsAtProviders(db, [id]));
    },
  };
};

const summaryOf = (batch: StoredBatch, away: ReadonlyMap<string, number>): BatchSummary => ({
  id: batch.id,
  tenant: batch.tenant,
  app: batch.app,
  keyId: batch.key_id,
  endpoint: batch.endpoint,
  status: batch.status,
  paused: batch.paused,
  createdAt: batch.created_at.toISOString(),
  expiresAt: batch.expires_at.toISOString(),
  total: batch.total,
  completed: batch.completed,
  failed: batch.failed,
  atProvider: away.get(batch.id) ?? 0,
});
