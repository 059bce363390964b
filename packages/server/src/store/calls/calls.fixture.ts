/** Made-up calls whose ids begin with their time, as those of real calls do. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { callRecord as spooledRecord } from '../../spool/records.fixture.ts';

const startMs = spooledRecord(0).startedAt;

/** The id of call n where it begins at that time. */
export const idAt = (startedAt: number, n: number): string => startedAt.toString(16).padStart(12, '0') + n.toString(16).padStart(20, '0');

export const idOf = (n: number): string => idAt(startMs + n, n);

/** @param n tells calls apart; each begins a millisecond after the one before it. */
export const callRecord = (n: number, changes: Partial<CallRecord> = {}): CallRecord => {
  const startedAt = changes.startedAt ?? startMs + n;
  const id = idAt(startedAt, n);
  return spooledRecord(n, { id, traceId: id, startedAt, ...changes });
};
