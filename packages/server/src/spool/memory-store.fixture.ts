/** Where the spool's tests drain to. */
import { expect } from 'vitest';
import type { CallRecord } from '@plimsoll/contract/call-record';
import type { Spool } from './spool.ts';
import { readRecordText } from './record-text.ts';
import { endedCallsOf } from './spool-lines.ts';

/** A store in memory, as idempotent as the real one. */
export const memoryStore = () => {
  const records = new Map<string, CallRecord>();
  let batches = 0;
  return {
    records,
    batches: () => batches,
    insert: async (lines: readonly Uint8Array[]): Promise<void> => {
      batches += 1;
      await Promise.resolve();
      for (const { record, text } of endedCallsOf(lines)) {
        expect(readRecordText(text)).toEqual(record);
        if (!records.has(record.id)) records.set(record.id, record);
      }
    },
  };
};

/** Drains it all into a fresh store. @returns what is in there then. */
export const drained = async (spool: Spool): Promise<Map<string, CallRecord>> => {
  const store = memoryStore();
  spool.drain(store.insert);
  expect(await spool.flush(10_000)).toBe(true);
  return store.records;
};
