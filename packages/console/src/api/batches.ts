/** Batches: a page of them, and the switches that hold, release and cancel. Each change refreshes the list. */
import type { BatchesChanged, BatchesPage, BatchSummary } from '@plimsoll/contract/api/batches';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { queryString, request } from './request.ts';

const batchesKey = ['batches'] as const;

/** @param cursor `next` of the page before; undefined for the newest */
export const useBatches = (cursor: string | undefined): UseQueryResult<BatchesPage> =>
  useQuery({
    queryKey: [...batchesKey, cursor ?? null],
    queryFn: ({ signal }) => request<BatchesPage>(`api/batches${queryString({ cursor })}`, { signal }),
    refetchInterval: 2_000,
  });

export type BatchChange = 'pause' | 'resume' | 'cancel';

export const useChangeBatch = (): UseMutationResult<BatchSummary, Error, { readonly id: string; readonly change: BatchChange }> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: BatchChange }) => request<BatchSummary>(`api/batches/${encodeURIComponent(id)}/${change}`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: batchesKey }),
  });
};

export const useHoldBatches = (): UseMutationResult<BatchesChanged, Error, 'pause' | 'resume'> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: 'pause' | 'resume') => request<BatchesChanged>(`api/batches/${change}`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: batchesKey }),
  });
};
