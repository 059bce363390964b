/**
 * Reads one token count from a provider's usage report. Bills are made of these, and providers are not trusted:
 * what is no sensible count reads as absent.
 */
import type { Json } from '@plimsoll/contract/json';

/** More than any model takes or gives; keeps a garbled report from overflowing what is summed of it. */
const largestCount = 1_000_000_000;

/** @returns null for anything but a finite number of zero or more; fractions are cut off, giant counts clamped. */
export const tokenCount = (value: Json | undefined): number | null =>
  typeof value === 'number' && value >= 0 ? Math.min(Math.trunc(value), largestCount) : null;

/** A part of a total, never more than the total; absent is zero. */
export const partOf = (total: number, value: Json | undefined): number => Math.min(total, tokenCount(value) ?? 0);
