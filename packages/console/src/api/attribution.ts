/** Who spent it and on what; what has been saved and what could be. Reports read many records, so they are not asked for again by themselves. */
import type { Attribution, Avoidable, Dimension, Savings } from '@plimsoll/contract/api/attribution';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { address } from './address.ts';
import { queryString, request } from './request.ts';

const staleMs = 60_000;

const since = (days: number): string => new Date(Math.floor(Date.now() / 60_000) * 60_000 - days * 86_400_000).toISOString();

export const useAttribution = (by: Dimension, days: number): UseQueryResult<Attribution> =>
  useQuery({
    queryKey: ['attribution', by, days],
    queryFn: ({ signal }) => request<Attribution>(`api/spend/by${queryString({ by, from: since(days), limit: 50 })}`, { signal }),
    staleTime: staleMs,
    placeholderData: keepPreviousData,
  });

export const useAvoidable = (days: number): UseQueryResult<Avoidable> =>
  useQuery({ queryKey: ['avoidable', days], queryFn: ({ signal }) => request<Avoidable>(`api/spend/avoidable${queryString({ from: since(days) })}`, { signal }), staleTime: staleMs, placeholderData: keepPreviousData });

export const useSavings = (days: number): UseQueryResult<Savings> =>
  useQuery({ queryKey: ['savings', days], queryFn: ({ signal }) => request<Savings>(`api/spend/savings${queryString({ from: since(days) })}`, { signal }), staleTime: staleMs, placeholderData: keepPreviousData });

/** Where a chargeback file is to be had. */
export const exportAddress = (by: Dimension, days: number, format: 'csv' | 'json'): string => address(`api/spend/export${queryString({ by: by === 'tenant' ? 'tenant,model' : `tenant,${by}`, from: since(days), format })}`);
