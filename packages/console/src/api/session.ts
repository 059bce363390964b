/** Who is signed in. The key itself is exchanged for an http-only cookie and forgotten here. */
import type { Session, SignInRequest } from '@plimsoll/contract/api/session';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { ProblemError } from '../problem/problem.ts';
import { request } from './request.ts';

export const sessionKey = ['session'] as const;

/** `null` when nobody is signed in. */
export const useSession = (): UseQueryResult<Session | null> =>
  useQuery({
    queryKey: sessionKey,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await request<Session>('api/session', { signal });
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status === 401) return null;
        throw error;
      }
    },
  });

export const useSignIn = (): UseMutationResult<Session, Error, string> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => request<Session>('api/session', { method: 'POST', body: { key } satisfies SignInRequest }),
    // A question asked before signing in must not answer after it.
    onMutate: () => client.cancelQueries({ queryKey: sessionKey }),
    onSuccess: (session) => client.setQueryData(sessionKey, session),
    onError: () => void client.invalidateQueries({ queryKey: sessionKey }),
  });
};

/** Ends the session and loads the page anew: whatever was read or written here is gone for the next person at this screen. */
export const useSignOut = (): UseMutationResult<undefined, Error, void> =>
  useMutation({
    mutationFn: () => request<undefined>('api/session', { method: 'DELETE' }),
    onSuccess: () => {
      history.replaceState(null, '', '#/');
      location.reload();
    },
  });
