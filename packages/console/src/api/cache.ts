/** What the cache holds and saves, and forgetting of it. */
import type { CacheFigures } from '@plimsoll/contract/api/cache';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { queryString, request } from './request.ts';

const cacheKey = ['cache'] as const;

export const useCache = (): UseQueryResult<CacheFigures> =>
  useQuery({ queryKey: cacheKey, queryFn: ({ signal }) => request<CacheFigures>('api/cache', { signal }), refetchInterval: 2_000 });

export interface Forgetting {
  readonly tag?: string;
  readonly model?: string;
}

export const useForget = (): UseMutationResult<{ readonly forgotten: number }, Error, Forgetting> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tag, model }: Forgetting) => request<{ readonly forgotten: number }>(`api/cache${queryString({ tag, model })}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: cacheKey }),
  });
};
