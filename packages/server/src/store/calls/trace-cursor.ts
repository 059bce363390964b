/** Where a page of calls ended, as text that goes to the caller and back. */
import { PlimsollError } from '@plimsoll/contract/errors';

export interface Place {
  readonly startedAt: Date;
  readonly id: string;
}

export const cursorOf = ({ startedAt, id }: Place): string => `${startedAt.getTime()}-${id}`;

/** @throws PlimsollError `invalid_request` when `cursorOf` cannot have made it. */
export const placeOfCursor = (cursor: string): Place => {
  const match = /^(\d{1,15})-([0-9a-f]{1,64})$/.exec(cursor);
  const [, at, id] = match ?? [];
  if (at === undefined || id === undefined) throw new PlimsollError('invalid_request', 'The cursor is not one that an earlier page gave.');
  return { startedAt: new Date(Number(at)), id };
};
