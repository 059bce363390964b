/** Where an account is heading: its spend so far, carried on to the end of its period. */
import type { SpendAccount } from '@plimsoll/contract/api/spend';
import { budgetWindows } from '@plimsoll/engine/spend/budget-window';

const dayMs = 86_400_000;
/** Before that much of the period is over, a rate would say more about the first call than about the period. */
const leastShare = 0.02;

/** How long a period is, give or take an hour where clocks change. @param period `2026-11-27` or `2026-11` */
export const periodMs = (period: string): number => {
  const [year, month, day] = period.split('-').map(Number);
  return day === undefined && year !== undefined && month !== undefined ? new Date(Date.UTC(year, month, 0)).getUTCDate() * dayMs : dayMs;
};

/** Longer than any change of clocks. */
const clockChangeMs = 3 * 3_600_000;

/** When the period began that ends then, exactly. @param timeZone in which it begins and ends */
export const periodBegin = (period: string, endsAt: Date, timeZone: string): Date => {
  const within = endsAt.getTime() - periodMs(period) - clockChangeMs;
  return new Date(budgetWindows(period.split('-').length === 2 ? 'month' : 'day', timeZone)(within).endsAtMs ?? within);
};

export const forecastOf = (account: { readonly period: string; readonly endsAt: Date | null; readonly spent: bigint; readonly cap: bigint }, nowMs: number): SpendAccount['forecast'] => {
  const { period, endsAt, spent, cap } = account;
  if (endsAt === null || spent <= 0n) return null;
  const wholeMs = periodMs(period);
  const leftMs = endsAt.getTime() - nowMs;
  const passedMs = wholeMs - leftMs;
  if (leftMs <= 0 || passedMs < wholeMs * leastShare) return null;
  const end = (spent * BigInt(wholeMs)) / BigInt(Math.round(passedMs));
  const toCapMs = spent >= cap ? 0 : Number(((cap - spent) * BigInt(Math.round(passedMs))) / spent);
  return { endPicoUsd: end.toString(), hitsCapAt: toCapMs <= leftMs ? new Date(nowMs + toCapMs).toISOString() : null };
};
