/** Call records: a page of the list, and one record whole. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { TraceDetail, TracesPage, TracesQuery } from '@plimsoll/contract/api/traces';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ProblemError } from '../problem/problem.ts';
import { queryString, request } from './request.ts';

export const fetchTraces = (query: TracesQuery, signal?: AbortSignal): Promise<TracesPage> => {
  const { search, outcome, model, from, to, cursor } = query;
  const limit = query.limit === undefined ? undefined : Number(query.limit);
  return request<TracesPage>(`api/traces${queryString({ search, outcome, model, from, to, limit, cursor })}`, signal === undefined ? {} : { signal });
};

const fetchTrace = async (id: string, signal: AbortSignal): Promise<CallRecord> =>
  (await request<TraceDetail>(`api/traces/${encodeURIComponent(id)}`, { signal })).record;

const isMissing = (error: Error | null): boolean => error instanceof ProblemError && error.problem.status === 404;

/** One record. It is written a moment after the reply, so a missing one is asked for again for two seconds. */
export const useTrace = (id: string): UseQueryResult<CallRecord> =>
  useQuery({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => fetchTrace(id, signal),
    staleTime: Infinity,
    retry: (failures, error) => (isMissing(error) ? failures < 4 : failures < 2),
    retryDelay: 500,
  });

/** The record that a reply just received will leave, looked for in the list 4 times a second, up to 5 s. */
export const useComingTrace = (id: string | null): UseQueryResult<CallRecord> =>
  useQuery({
    queryKey: ['coming-trace', id],
    queryFn: async ({ signal }) => {
      const { traces } = await fetchTraces({ search: id ?? '', limit: 1 }, signal);
      if (traces.length === 0) throw new Error('the record is on its way');
      return fetchTrace(id ?? '', signal);
    },
    enabled: id !== null,
    staleTime: Infinity,
    retry: 20,
    retryDelay: 250,
  });
