/** The list of traces: pages on demand downwards, new ones from above. */
import type { TracesPage, TraceSummary } from '@plimsoll/contract/api/traces';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { fetchTraces } from '../../api/traces.ts';
import { toQuery, tracesPath, type TraceFilters } from './filters.ts';
import { arrivals, newestFirst, withoutRepeats } from './newest.ts';

const pageSize = 50;

const none: readonly TraceSummary[] = [];

export interface TraceFeed {
  /** Newest first; undefined until the first page is there. */
  readonly traces: readonly TraceSummary[] | undefined;
  readonly error: Error | null;
  /** How many have arrived and wait to be shown; a full page stands for "or more". */
  readonly waiting: number;
  readonly showWaiting: () => void;
  /** Null when the end is reached. */
  readonly loadMore: (() => void) | null;
  readonly loadingMore: boolean;
  readonly retry: () => void;
}

/** The order of the list last looked at, so that a trace's page knows its neighbours. */
let lastOrder: readonly string[] = [];
export const neighboursInList = (id: string): { readonly newer: string | null; readonly older: string | null } | null => {
  const at = lastOrder.indexOf(id);
  return at < 0 ? null : { newer: lastOrder[at - 1] ?? null, older: lastOrder[at + 1] ?? null };
};

/** @param live whether to look for new ones, every 2 s while the tab is visible */
export const useTraceFeed = (filters: TraceFilters, live: boolean): TraceFeed => {
  const client = useQueryClient();
  const path = tracesPath(filters);
  // Fixed while the filters stay, so that every page of the list has the same begin.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `path` stands for the filters
  const query = useMemo(() => toQuery(filters, new Date()), [path]);
  const [prepended, setPrepended] = useState<{ readonly path: string; readonly traces: readonly TraceSummary[] }>({ path, traces: [] });
  const fresh = prepended.path === path ? prepended.traces : none;

  const pages = useInfiniteQuery({
    queryKey: ['traces', path],
    queryFn: ({ pageParam, signal }): Promise<TracesPage> =>
      fetchTraces({ ...query, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // New ones come in from above; pages already read do not change under the reader.
    staleTime: Infinity,
    gcTime: 0,
  });
  const newest = useQuery({
    queryKey: ['traces-newest', path],
    queryFn: ({ signal }) => fetchTraces({ ...query, limit: pageSize }, signal),
    refetchInterval: 2_000,
    enabled: live && pages.isSuccess,
    gcTime: 0,
  });

  const traces = useMemo(
    () => (pages.data === undefined ? undefined : newestFirst(withoutRepeats([...fresh, ...pages.data.pages.flatMap((page) => page.traces)]))),
    [fresh, pages.data],
  );
  useEffect(() => {
    if (traces !== undefined) lastOrder = traces.map(({ id }) => id);
  }, [traces]);

  const arrived = useMemo(() => arrivals(traces ?? [], newest.data?.traces ?? []), [traces, newest.data]);
  const showWaiting = useCallback(() => {
    if (arrived.gap) {
      setPrepended({ path, traces: [] });
      void client.resetQueries({ queryKey: ['traces', path] });
    } else if (arrived.items.length > 0) {
      setPrepended({ path, traces: [...arrived.items, ...fresh] });
    }
  }, [arrived, client, fresh, path]);

  return {
    traces,
    error: pages.error ?? newest.error,
    waiting: traces === undefined ? 0 : arrived.items.length,
    showWaiting,
    loadMore: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    loadingMore: pages.isFetchingNextPage,
    retry: () => void (pages.isError ? pages.refetch() : newest.refetch()),
  };
};
