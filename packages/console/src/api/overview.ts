/** The figures of the Overview page. */
import type { Overview, OverviewQuery } from '@plimsoll/contract/api/overview';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { queryString, request } from './request.ts';

/** Ranges up to an hour are watched live; longer ones move too slowly to ask for often. Paused while the tab is hidden. */
const refreshMs = (minutes: number): number => (minutes <= 60 ? 2_000 : minutes <= 360 ? 10_000 : 30_000);

export const useOverview = (minutes: number, model: string | null): UseQueryResult<Overview> =>
  useQuery({
    queryKey: ['overview', minutes, model],
    queryFn: ({ signal }) => {
      const query: OverviewQuery = { minutes, ...(model === null ? {} : { model }) };
      return request<Overview>(`api/overview${queryString({ minutes, model: query.model })}`, { signal });
    },
    refetchInterval: refreshMs(minutes),
    placeholderData: keepPreviousData,
  });
