/** How figures read in a terminal. */
import { formatUsd } from '@plimsoll/contract/money';

/** E.g. `840 µs`, `12.3 ms`, `4.56 s`. */
export const duration = (us: number): string => {
  if (us < 1_000) return `${Math.round(us)} µs`;
  if (us < 1_000_000) return `${(us / 1_000).toFixed(1)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
};

/** Exact; `unknown` for a price that is not known, which is not zero. */
export const cost = (picoUsd: string | null): string => (picoUsd === null ? 'unknown' : `$${formatUsd(BigInt(picoUsd))}`);

/** E.g. `12,345`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** To the second, in UTC: `2026-11-21 09:54:07Z`. */
export const moment = (iso: string | null): string | null => (iso === null ? null : `${iso.slice(0, 19).replace('T', ' ')}Z`);
