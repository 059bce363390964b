/** What is being served, and how the server itself is doing. */
import type { System } from '@plimsoll/contract/api/system';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './request.ts';

export const useSystem = (): UseQueryResult<System> =>
  useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => request<System>('api/system', { signal }),
    refetchInterval: 15_000,
  });

/** What a caller may name in `model` for chat: routes first, then models that answer chat. */
export const chatTargets = (system: System): { readonly routes: readonly string[]; readonly models: readonly string[] } => {
  const models = system.models.filter(({ operations }) => operations.includes('chat')).map(({ name }) => name);
  const routes = system.routes.filter(({ candidates }) => candidates.some((name) => models.includes(name))).map(({ name }) => name);
  return { routes, models: models.filter((name) => !routes.includes(name)) };
};
