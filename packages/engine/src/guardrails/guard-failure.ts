/** What a call ends with whose request could not be guarded. */
import { PlimsollError } from '@plimsoll/contract/errors';

/** What a detector says of its failure may hold what it looked at: the log gets where it failed, and no message. */
export const guardFailure = (error: unknown): PlimsollError => {
  if (error instanceof PlimsollError) return error;
  const cause = new Error('The guard failed.');
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  cause.stack = ['The guard failed.', ...frames].join('\n');
  return new PlimsollError('guardrail_failed', undefined, { cause });
};
