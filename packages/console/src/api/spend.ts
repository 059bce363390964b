/** Where the budgets stand. */
import type { Spend } from '@plimsoll/contract/api/spend';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './request.ts';

export const useSpend = (): UseQueryResult<Spend> =>
  useQuery({
    queryKey: ['spend'],
    queryFn: ({ signal }) => request<Spend>('api/spend', { signal }),
    refetchInterval: 3_000,
  });
