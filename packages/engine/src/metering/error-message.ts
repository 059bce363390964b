/**
 * Finds the message in the error objects that providers send, inside streams and as bodies.
 */
import type { Json } from '@plimsoll/contract/json';
import { objectIn, stringIn } from '@plimsoll/contract/wire/members';

const longestMessage = 4000;

/** @returns the message of an `error` member, at most 4,000 characters; null when there is no error. */
export const errorMessage = (error: Json | undefined): string | null => {
  if (error === undefined || error === null || error === false) return null;
  const message = stringIn(error) ?? stringIn(objectIn(error)?.message) ?? 'The provider sent an error without a message.';
  return message.slice(0, longestMessage);
};
