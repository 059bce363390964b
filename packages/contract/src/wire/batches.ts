/** OpenAI's Batches. Source: https://platform.openai.com/docs/api-reference/batch */
import type { Operation } from '../operation.ts';

export const batchStatuses = ['validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling', 'cancelled'] as const;
export type BatchStatus = (typeof batchStatuses)[number];

/** Statuses that still change. */
export const openStatuses = ['validating', 'in_progress', 'finalizing', 'cancelling'] as const satisfies readonly BatchStatus[];

/** What a batch's items may ask for. */
export const batchEndpoints = { '/v1/chat/completions': 'chat', '/v1/embeddings': 'embeddings' } as const satisfies Record<string, Operation>;
export type BatchEndpoint = keyof typeof batchEndpoints;

export const isBatchEndpoint = (endpoint: unknown): endpoint is BatchEndpoint => typeof endpoint === 'string' && Object.hasOwn(batchEndpoints, endpoint);

export interface BatchLineError {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** From 1. */
  readonly line: number | null;
}

export interface RequestCounts {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
}

type EndedAt = `${'in_progress' | 'finalizing' | 'completed' | 'failed' | 'expired' | 'cancelling' | 'cancelled'}_at`;

/** Times are epoch seconds. */
export interface BatchObject extends Readonly<Record<EndedAt, number | null>> {
  readonly id: string;
  readonly object: 'batch';
  readonly endpoint: BatchEndpoint;
  readonly errors: { readonly object: 'list'; readonly data: readonly BatchLineError[] } | null;
  readonly input_file_id: string;
  readonly completion_window: string;
  readonly status: BatchStatus;
  readonly output_file_id: string | null;
  readonly error_file_id: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly request_counts: RequestCounts;
  readonly metadata: Readonly<Record<string, string>> | null;
}
