/** Files, batches and pages of them as OpenAI's clients read them. */
import type { BatchLineError, BatchObject, BatchStatus } from '@plimsoll/contract/wire/batches';
import type { FileObject, ListPage } from '@plimsoll/contract/wire/files';
import type { StoredBatch } from '../store/batches/batches.ts';
import type { StoredFile } from '../store/files/files.ts';

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

export const fileObject = ({ id, bytes, created_at, filename, purpose }: StoredFile, keepDays: number): FileObject => ({
  id,
  object: 'file',
  bytes,
  created_at: seconds(created_at),
  filename,
  purpose,
  status: 'processed',
  expires_at: seconds(created_at) + keepDays * 86_400,
});

export const batchObject = (batch: StoredBatch): BatchObject => {
  const at = (status: BatchStatus): number | null => batch.times[status] ?? null;
  return {
    id: batch.id,
    object: 'batch',
    endpoint: batch.endpoint,
    errors: batch.errors === null ? null : { object: 'list', data: JSON.parse(batch.errors) as readonly BatchLineError[] },
    input_file_id: batch.input_file,
    completion_window: batch.completion_window,
    status: batch.status,
    output_file_id: batch.output_file,
    error_file_id: batch.error_file,
    created_at: seconds(batch.created_at),
    in_progress_at: at('in_progress'),
    expires_at: seconds(batch.expires_at),
    finalizing_at: at('finalizing'),
    completed_at: at('completed'),
    failed_at: at('failed'),
    expired_at: at('expired'),
    cancelling_at: at('cancelling'),
    cancelled_at: at('cancelled'),
    request_counts: { total: batch.total, completed: batch.completed, failed: batch.failed },
    metadata: batch.metadata === null ? null : (JSON.parse(batch.metadata) as Readonly<Record<string, string>>),
  };
};

/** @param rows one more than `limit` where there are more */
export const listPage = <Row, Item extends { readonly id: string }>(rows: readonly Row[], limit: number, show: (row: Row) => Item): ListPage<Item> => {
  const data = rows.slice(0, limit).map(show);
  return { object: 'list', data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: rows.length > limit };
};
