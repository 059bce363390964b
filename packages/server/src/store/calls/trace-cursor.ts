/** Where a page of calls ended, as text that goes to the caller and back: an id, of a call or just between two. */
import { PlimsollError } from '@plimsoll/contract/errors';
import { isCallId } from './call-ids.ts';

/** @throws PlimsollError `invalid_request` when no page can have given it. */
export const idOfCursor = (cursor: string): string => {
  if (!isCallId(cursor)) throw new PlimsollError('invalid_request', 'The cursor is not one that an earlier page gave.');
  return cursor;
};
