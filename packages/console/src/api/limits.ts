/** Limits, and how much they refuse. */
import type { LimitList } from '@plimsoll/contract/api/limits';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './request.ts';

export const useLimits = (): UseQueryResult<LimitList> =>
  useQuery({ queryKey: ['limits'], queryFn: ({ signal }) => request<LimitList>('api/limits', { signal }), refetchInterval: 2_000 });
