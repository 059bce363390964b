import type { StoredBatch } from '../../store/batches/batches.ts';

/** The attribution headers of a batch's calls. Without a session of its own the batch is one, so that its calls are found by its id. */
export const attributionOf = ({ id, headers }: Pick<StoredBatch, 'id' | 'headers'>): Readonly<Record<string, string>> => ({
  'x-plimsoll-session': id,
  ...(JSON.parse(headers) as Readonly<Record<string, string>>),
});
