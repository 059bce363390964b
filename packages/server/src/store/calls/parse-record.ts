import type { CallRecord } from '@plimsoll/contract/call-record';
import { readRecordText } from '../../spool/record-text.ts';

/** A record as the store has it. @throws Error when it is damaged */
export const parseRecord = (text: string): CallRecord => {
  const record = readRecordText(text);
  if (record === null) throw new Error('a record in the store cannot be read');
  return record;
};
