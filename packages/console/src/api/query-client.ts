/** The cache of everything read from the server, and what happens when the session ends under a page. */
import type { Session } from '@plimsoll/contract/api/session';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../problem/problem.ts';
import { sessionKey } from './session.ts';

/** A refused request will be refused again; one that got no answer may fare better. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ProblemError && (error.problem.status === null || error.problem.status >= 500);

export const createQueryClient = (): QueryClient => {
  const onError = (error: Error): void => {
    if (!(error instanceof ProblemError) || error.problem.status !== 401) return;
    if (client.getQueryData<Session | null>(sessionKey)) client.setQueryData(sessionKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 1_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
};
