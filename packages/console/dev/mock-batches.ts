/** Batches for the console's mock server: one of each kind that looks different. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const batch = (id: string, hours: number, changes: Partial<BatchSummary>): BatchSummary => ({
  id: `batch_01a21c57538762896584dc72${id}`,
  tenant: 'default',
  app: 'nightly',
  keyId: 'k_2f9c4e1ab0d3',
  endpoint: '/v1/chat/completions',
  status: 'completed',
  paused: false,
  createdAt: hoursAgo(hours),
  expiresAt: hoursAgo(hours - 24),
  total: 5000,
  completed: 5000,
  failed: 0,
  atProvider: 0,
  ...changes,
});

/** The first goes on as one watches. */
export const mockBatches = (): readonly BatchSummary[] => [
  batch('a1b2c3d4', 1, { status: 'in_progress', completed: Math.floor(Date.now() / 200) % 5000, failed: 12 }),
  batch('b2c3d4e5', 2, { status: 'in_progress', paused: true, completed: 1200 }),
  batch('c3d4e5f6', 3, { status: 'validating', total: 0, completed: 0, endpoint: '/v1/embeddings' }),
  batch('0d1e2f3a', 5, { status: 'in_progress', completed: 200, atProvider: 4800 }),
  batch('d4e5f6a7', 20, { failed: 41, completed: 4959 }),
  batch('e5f6a7b8', 30, { status: 'failed', total: 0, completed: 0 }),
  batch('f6a7b8c9', 50, { status: 'cancelled', completed: 780 }),
];
