/**
 * Errors that a provider reported, in the caller's protocol: whole bodies and the events inside streams.
 * Sources: https://docs.anthropic.com/en/api/errors, https://platform.openai.com/docs/guides/error-codes
 */
import type { Json, JsonObject } from '@plimsoll/contract/json';
import { dialectOf, type Operation } from '@plimsoll/contract/operation';
import { objectIn, parseObject, stringIn } from '@plimsoll/contract/wire/members';
import { errorMessage } from '../metering/error-message.ts';

/** What happened, in Anthropic's words: they are the finer ones. */
interface ReportedError {
  readonly type: string;
  readonly message: string;
}

/**
 * Translates the body of a provider's refusal; its message is kept, at most 4,000 characters of it.
 * @param body as the provider sent it; where it is not JSON nothing of it is passed on.
 */
export const translateErrorBody = (body: Uint8Array, from: Operation, to: Operation): Uint8Array => {
  if (dialectOf(from) === dialectOf(to)) return body;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const parsed = parseObject(text);
  const reported =
    parsed === null
      ? { type: 'invalid_request_error', message: 'The provider refused the request without saying why.' }
      : readError(parsed, dialectOf(from) === 'anthropic', 'invalid_request_error');
  return Buffer.from(JSON.stringify(dialectOf(to) === 'anthropic' ? messagesError(reported) : chatError(reported)));
};

/** Anthropic's `error` event as the error object that OpenAI's clients look for in a stream. */
export const chatErrorFromMessages = (event: JsonObject): JsonObject => chatError(readError(event, true, 'api_error'));

/** An OpenAI chunk that holds an error as Anthropic's `error` event. */
export const messagesErrorFromChat = (chunk: JsonObject): JsonObject => messagesError(readError(chunk, false, 'api_error'));

const readError = (body: JsonObject, anthropic: boolean, otherwise: string): ReportedError => {
  // Most wrap the error; vLLM and FastAPI put `message` or `detail` at the top.
  const error = objectIn(body.error) ?? body;
  const told = stringIn(body.error) ?? stringIn(error.message) ?? stringIn(error.detail);
  return {
    type: anthropic ? (stringIn(error.type) ?? otherwise) : (anthropicType(error.type, error.code) ?? otherwise),
    message: errorMessage(told ?? error) ?? '',
  };
};

const messagesError = ({ type, message }: ReportedError): JsonObject => ({ type: 'error', error: { type, message } });

const chatError = ({ type, message }: ReportedError): JsonObject => {
  const [openaiType, code] = openaiTypes.get(type) ?? ['server_error', null];
  return { error: { message, type: openaiType, param: null, code } };
};

const openaiTypes: ReadonlyMap<string, readonly [type: string, code: string | null]> = new Map([
  ['invalid_request_error', ['invalid_request_error', null]],
  ['request_too_large', ['invalid_request_error', 'request_too_large']],
  ['authentication_error', ['authentication_error', 'invalid_api_key']],
  ['permission_error', ['permission_error', null]],
  ['not_found_error', ['invalid_request_error', 'model_not_found']],
  ['rate_limit_error', ['rate_limit_error', 'rate_limit_exceeded']],
  ['billing_error', ['insufficient_quota', 'insufficient_quota']],
  ['overloaded_error', ['server_error', 'overloaded']],
  ['timeout_error', ['server_error', 'timeout']],
  ['api_error', ['server_error', null]],
]);

/** OpenAI tells its errors apart by `code` first; compatible servers put an HTTP status there. */
const anthropicType = (type: Json | undefined, code: Json | undefined): string | null =>
  (typeof code === 'string' ? anthropicTypes.get(code) : undefined) ?? (typeof type === 'string' ? anthropicTypes.get(type) : undefined) ?? null;

const anthropicTypes: ReadonlyMap<string, string> = new Map([
  ['invalid_api_key', 'authentication_error'],
  ['authentication_error', 'authentication_error'],
  ['401', 'authentication_error'],
  ['permission_error', 'permission_error'],
  ['403', 'permission_error'],
  ['model_not_found', 'not_found_error'],
  ['not_found_error', 'not_found_error'],
  ['NotFoundError', 'not_found_error'],
  ['404', 'not_found_error'],
  ['413', 'request_too_large'],
  ['rate_limit_exceeded', 'rate_limit_error'],
  ['rate_limit_error', 'rate_limit_error'],
  ['insufficient_quota', 'billing_error'],
  ['429', 'rate_limit_error'],
  ['invalid_request_error', 'invalid_request_error'],
  ['BadRequestError', 'invalid_request_error'],
  ['400', 'invalid_request_error'],
  ['server_error', 'api_error'],
  ['500', 'api_error'],
  ['503', 'overloaded_error'],
]);
