/** Where the budgets stand, how they came there, and changing them. */
import type { BudgetInForce, BudgetList, BudgetSettings } from '@plimsoll/contract/api/budgets';
import type { Spend, SpendHistory } from '@plimsoll/contract/api/spend';
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { queryString, request } from './request.ts';

const spendKey = ['spend'] as const;

export const useSpend = (): UseQueryResult<Spend> =>
  useQuery({
    queryKey: spendKey,
    queryFn: ({ signal }) => request<Spend>('api/spend', { signal }),
    refetchInterval: 3_000,
  });

export const useSpendHistory = (budget: string): UseQueryResult<SpendHistory> =>
  useQuery({
    queryKey: ['spend-history', budget],
    queryFn: ({ signal }) => request<SpendHistory>(`api/spend/history${queryString({ budget })}`, { signal }),
    refetchInterval: 60_000,
    retry: false,
  });

export interface NamedBudget {
  readonly name: string;
  readonly settings: BudgetSettings;
}

export const useSetBudget = (): UseMutationResult<BudgetInForce, Error, NamedBudget> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, settings }: NamedBudget) => request<BudgetInForce>(`api/budgets/${encodeURIComponent(name)}`, { method: 'PUT', body: settings }),
    onSettled: () => client.invalidateQueries({ queryKey: spendKey }),
  });
};

/** Takes back what was set by the API. */
export const useRevertBudget = (): UseMutationResult<BudgetList, Error, string> => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => request<BudgetList>(`api/budgets/${encodeURIComponent(name)}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: spendKey }),
  });
};
