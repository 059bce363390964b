import type { CallRecord } from '@plimsoll/contract/call-record';

/** A record's JSON as the store has it: we wrote it ourselves, and a CallRecord is plain JSON. */
export const parseRecord = (json: string): CallRecord => JSON.parse(json) as CallRecord;
