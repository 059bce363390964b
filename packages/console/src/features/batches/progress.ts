/** How far a batch is, in figures and in words. */
import type { BatchSummary } from '@plimsoll/contract/api/batches';
import type { Tone } from '../../design/badge.tsx';
import { count, counted } from '../../format/count.ts';

const openStatuses: ReadonlySet<BatchSummary['status']> = new Set(['validating', 'in_progress', 'finalizing', 'cancelling']);

export const isOpen = ({ status }: BatchSummary): boolean => openStatuses.has(status);

/** Nothing is left to be cancelled once it is being finalized. */
export const mayBeCancelled = ({ status }: BatchSummary): boolean => status === 'validating' || status === 'in_progress';

/** What the badge says: an operator's hold matters more than how far it came. */
export const stateOf = (batch: BatchSummary): { readonly word: string; readonly tone: Tone } => {
  if (batch.paused && isOpen(batch)) return { word: 'paused', tone: 'warn' };
  const word = batch.status.replace('_', ' ');
  if (batch.status === 'completed') return { word, tone: batch.failed > 0 ? 'warn' : 'good' };
  if (batch.status === 'failed' || batch.status === 'expired') return { word, tone: 'bad' };
  return { word, tone: 'quiet' };
};

/** Shares of the whole, 0 to 1. */
export const sharesOf = ({ total, completed, failed }: BatchSummary): { readonly completed: number; readonly failed: number } =>
  total === 0 ? { completed: 0, failed: 0 } : { completed: completed / total, failed: failed / total };

export const progressText = (batch: BatchSummary): string => {
  const { total, completed, failed, atProvider } = batch;
  if (total === 0) return isOpen(batch) ? 'not counted yet' : 'nothing was asked';
  const parts = [`${count(completed + failed)} of ${counted(total, 'item')}`];
  if (failed > 0) parts.push(`${count(failed)} failed`);
  if (atProvider > 0) parts.push(`${count(atProvider)} at the provider`);
  return parts.join(', ');
};
