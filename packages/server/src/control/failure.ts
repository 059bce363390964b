/**
 * Turns whatever went wrong into the control plane's one error shape. What the catalogue does not know is `internal`:
 * the caller gets an id, the log gets the cause under it.
 */
import { randomBytes } from 'node:crypto';
import type { ApiError } from '@plimsoll/contract/api/error';
import { PlimsollError } from '@plimsoll/contract/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { withinDeadline } from '../keys/deadline.ts';
import type { UnexpectedFailure } from './control-deps.ts';

/** Longest list of issues in one reply: enough to correct a body by, short whatever was sent. */
const issuesShown = 20;

/** An error without a cause says all there is to say; one with a cause is told to the log, and the caller gets the id to find it by. */
export const createFailureHandler = (onUnexpected: (failure: UnexpectedFailure) => void) => (error: unknown, context: Context): Response => {
  const known = inCatalogue(error);
  if (known.cause === undefined) return refuse(known);
  const requestId = randomBytes(8).toString('hex');
  onUnexpected({ requestId, method: context.req.method, path: context.req.path, error });
  return refuse(known, { logId: requestId });
};

/** What is wrong with which member, as zod found it. Values are left out: they may be secrets. */
export const invalidRequest = (place: string, error: z.core.$ZodError): Response =>
  refuse(new PlimsollError('invalid_request', `See \`issues\` for what is wrong in the ${place === 'json' ? 'body' : place}.`), {
    issues: error.issues.slice(0, issuesShown).map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message })),
  });

/**
 * Awaits the store, for a bounded time.
 * @throws PlimsollError `store_unavailable` for any failure that is not in the catalogue already.
 */
export const fromStore = async <Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> => {
  try {
    return await withinDeadline(work, timeoutMs, 'a query of the control plane');
  } catch (error) {
    throw error instanceof PlimsollError ? error : new PlimsollError('store_unavailable', undefined, { cause: error });
  }
};

const refuse = (error: PlimsollError, { issues, logId }: { issues?: ApiError['error']['issues']; logId?: string } = {}): Response => {
  const message = logId === undefined ? error.message : `${error.message} The log has it under ${logId}.`;
  const reply: ApiError = { error: { code: error.code, message, ...(issues === undefined ? {} : { issues }) } };
  const headers = new Headers({ 'content-type': 'application/json' });
  if (error.status === 401) headers.set('www-authenticate', 'Bearer');
  if (error.retryAfterS !== null) headers.set('retry-after', String(error.retryAfterS));
  return new Response(JSON.stringify(reply), { status: error.status, headers });
};

const inCatalogue = (error: unknown): PlimsollError => {
  if (error instanceof PlimsollError) return error;
  if (error instanceof HTTPException) {
    // The library's own refusals of a body: it says 400 for broken JSON alone.
    if (error.status === 400) return new PlimsollError('invalid_json');
    if (error.status === 415) return new PlimsollError('unsupported_media_type');
  }
  return new PlimsollError('internal', undefined, { cause: error });
};
