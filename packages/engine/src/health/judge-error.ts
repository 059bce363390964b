/** What an error of an attempt says: of the model, of the chance of another try, of the next candidate's chance. */
import type { ErrorCode, PlimsollError } from '@plimsoll/contract/errors';

/** The model, its provider or the way to them is at fault, whoever asks. */
const ofModel: ReadonlySet<ErrorCode> = new Set([
  'provider_refused',
  'provider_timeout',
  'provider_closed',
  'provider_failed',
  'provider_invalid_reply',
  'provider_credentials',
  'provider_rate_limited',
  'model_crashed',
  'model_unavailable',
]);

export const isFailureOfModel = (code: ErrorCode): boolean => ofModel.has(code);

/** What is over soon, as a rule. A wrong key, a page in place of an answer or a model that crashes over a request will be the same in a second. */
const passing: ReadonlySet<ErrorCode> = new Set(['provider_refused', 'provider_timeout', 'provider_closed', 'provider_failed', 'provider_rate_limited']);

/** Whether the same model may answer the same request in a moment. */
export const isPassing = (error: PlimsollError, longestWaitMs: number): boolean => passing.has(error.code) && (error.retryAfterS ?? 0) * 1000 <= longestWaitMs;

/** A cheaper candidate may fit where this one does not. */
const ofMoney: ReadonlySet<ErrorCode> = new Set(['budget_exceeded', 'price_unknown']);

/**
 * Another candidate may do better when this one is down, busy, misconfigured or lacks a feature.
 * An error that lies in the request itself would only repeat.
 */
export const mayTryNext = ({ code }: PlimsollError): boolean =>
  code.startsWith('provider_') || code.startsWith('model_') || code === 'unsupported' || code === 'overloaded' || code === 'rate_limited' || ofMoney.has(code);
