/** Keys: list, create, rotate, revoke. Each change refreshes the list. */
import type { ApiKey, CreateKeyRequest, CreatedKey, KeyList, RotateKeyRequest } from '@plimsoll/contract/api/keys';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { request } from './request.ts';

const keysKey = ['keys'] as const;

export const useKeys = (enabled: boolean): UseQueryResult<readonly ApiKey[]> =>
  useQuery({
    queryKey: keysKey,
    queryFn: async ({ signal }) => (await request<KeyList>('api/keys', { signal })).keys,
    refetchInterval: 15_000,
    enabled,
  });

const useKeyChange = <Variables, Result>(change: (variables: Variables) => Promise<Result>): UseMutationResult<Result, Error, Variables> => {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: keysKey }) });
};

export const useCreateKey = (): UseMutationResult<CreatedKey, Error, CreateKeyRequest> =>
  useKeyChange((body: CreateKeyRequest) => request<CreatedKey>('api/keys', { method: 'POST', body }));

export const useRotateKey = (): UseMutationResult<CreatedKey, Error, { readonly id: string } & RotateKeyRequest> =>
  useKeyChange(({ id, ...body }: { readonly id: string } & RotateKeyRequest) =>
    request<CreatedKey>(`api/keys/${encodeURIComponent(id)}/rotate`, { method: 'POST', body }),
  );

export const useRevokeKey = (): UseMutationResult<unknown, Error, string> =>
  useKeyChange((id: string) => request<unknown>(`api/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }));
