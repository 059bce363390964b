import type { Dialect } from './operation.ts';

/**
 * The error catalogue: every error a caller can meet, with its HTTP status, whether the same request may be sent again,
 * and the types that OpenAI's and Anthropic's clients know it by. `docs/reference/errors.md` is generated from it.
 */
interface CatalogueEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly openai: string;
  readonly anthropic: string;
  /** What happened, for the caller. */
  readonly message: string;
  /** What to do next, for the docs page. */
  readonly remedy: string;
}

const entry = (
  status: number,
  retryable: boolean,
  openai: string,
  anthropic: string,
  message: string,
  remedy: string,
): CatalogueEntry => ({ status, retryable, openai, anthropic, message, remedy });

export const errorCatalogue = {
  missing_key: entry(401, false, 'authentication_error', 'authentication_error', 'No API key was sent.', 'Send `Authorization: Bearer <key>` or `x-api-key: <key>`. `npm start` prints a key on its first start.'),
  invalid_key: entry(401, false, 'authentication_error', 'authentication_error', 'This API key is not known here.', 'Check that the whole key was copied and that it belongs to this server.'),
  revoked_key: entry(401, false, 'authentication_error', 'authentication_error', 'This API key was revoked or has expired.', 'Ask an admin for a new key, or create one in the console under Keys.'),
  forbidden: entry(403, false, 'permission_error', 'permission_error', 'This key\'s role may not do that.', 'Use a key with one of the roles that the message names.'),
  invalid_json: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The body is not valid JSON.', 'The message names the place where parsing stopped.'),
  invalid_request: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The request is not valid.', 'The message names the member that is wrong.'),
  too_deep: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The body is nested too deeply.', 'Send at most 128 levels of nesting.'),
  unsupported: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The chosen model cannot do that.', 'The message names the feature; choose a model that has it or leave it out.'),
  context_too_long: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The conversation is longer than this route takes, even without what may be left out.', 'Send less context or start a new conversation; `routes.<name>.shape` in plimsoll.yaml sets the limit.'),
  body_too_large: entry(413, false, 'invalid_request_error', 'request_too_large', 'The body is too large.', 'The message names the limit; `server.max_body_mb` in plimsoll.yaml sets it.'),
  body_timeout: entry(408, true, 'invalid_request_error', 'timeout_error', 'The body did not arrive in time.', 'Send the body without long pauses.'),
  unsupported_media_type: entry(415, false, 'invalid_request_error', 'invalid_request_error', 'The body must be JSON.', 'Send `content-type: application/json`.'),
  not_found: entry(404, false, 'invalid_request_error', 'not_found_error', 'There is nothing at this path.', 'See `/api/openapi.json` for every path.'),
  method_not_allowed: entry(405, false, 'invalid_request_error', 'invalid_request_error', 'This path does not answer to that method.', 'See `/api/openapi.json` for every path and method.'),
  model_not_found: entry(404, false, 'invalid_request_error', 'not_found_error', 'No model or route has this name.', '`GET /v1/models` lists the names; the message offers the nearest one.'),
  conflict: entry(409, false, 'invalid_request_error', 'invalid_request_error', 'That cannot be done in the present state.', 'The message says what stands in the way.'),
  caller_left: entry(499, true, 'invalid_request_error', 'invalid_request_error', 'The caller closed the connection before the answer was whole.', 'Nothing to do: what was produced until then is recorded and billed.'),
  deadline_exceeded: entry(504, true, 'server_error', 'timeout_error', 'The whole request took longer than this server allows.', 'Ask for less output, or raise `server.request_timeout_ms` in plimsoll.yaml.'),
  too_many_attempts: entry(429, true, 'rate_limit_error', 'rate_limit_error', 'Too many attempts to sign in from this address.', 'Wait for the time in `Retry-After`, then try again with the right key.'),
  overloaded: entry(503, true, 'server_error', 'overloaded_error', 'The server has as much work as it can hold.', 'Send the request again after the time in `Retry-After`.'),
  not_ready: entry(503, true, 'server_error', 'overloaded_error', 'The server is starting or shutting down.', 'Send the request again shortly; `/readyz` tells when.'),
  store_unavailable: entry(503, true, 'server_error', 'api_error', 'The store cannot be reached.', 'See the server\'s log; calls to models go on without it.'),
  not_cached: entry(504, false, 'invalid_request_error', 'not_found_error', 'The cache has no answer to this request, and `only-if-cached` asked for nothing else.', 'Leave `only-if-cached` out of `Cache-Control` to have a model answer.'),
  rate_limited: entry(429, true, 'rate_limit_error', 'rate_limit_error', 'Too many requests, tokens or calls at a time.', 'Send it again after the time in `Retry-After`. The message names the rule; an admin can change it under `limits` in plimsoll.yaml.'),
  budget_exceeded: entry(429, false, 'insufficient_quota', 'rate_limit_error', 'A budget does not have enough left for this call.', 'The message names the budget and when it begins anew; an admin can raise it under `spend` in plimsoll.yaml. A shorter prompt or a lower output limit may still fit.'),
  budget_unavailable: entry(503, true, 'server_error', 'overloaded_error', 'Whether the budget has enough left cannot be told just now.', 'Send the request again after the time in `Retry-After`. The store that keeps the budgets does not answer; see the server\'s log.'),
  price_unknown: entry(403, false, 'invalid_request_error', 'permission_error', 'This model has no known price, so no budget can allow it.', 'Set `price` of the model in plimsoll.yaml (0 where it costs nothing), or set the budget\'s `mode` to `observe`.'),
  guardrail_failed: entry(500, true, 'server_error', 'api_error', 'The request could not be looked through for personal data, so it was not sent.', 'Send it again; the log has the details under the trace id. `guardrails` in plimsoll.yaml says what is looked for.'),
  guardrail_too_large: entry(413, false, 'invalid_request_error', 'request_too_large', 'The request has more text than is looked through for personal data, so it was not sent.', 'Send less text, or raise `guardrails.pii.max_kb` in plimsoll.yaml.'),
  guardrail_unreadable: entry(403, false, 'invalid_request_error', 'permission_error', 'The request has parts that cannot be looked through for personal data, so it was not sent.', 'Leave images, sound, files and token lists out, or set `guardrails.pii.unreadable: allow` in plimsoll.yaml.'),
  provider_refused: entry(502, true, 'server_error', 'api_error', 'The model\'s provider could not be reached.', 'The trace names the attempt; check `base_url` of the model and the network between here and the provider.'),
  provider_timeout: entry(504, true, 'server_error', 'timeout_error', 'The model\'s provider did not answer in time.', 'Send it again; `timeout_ms` of the model in plimsoll.yaml sets the limit.'),
  provider_failed: entry(502, true, 'server_error', 'api_error', 'The model\'s provider answered with an error.', 'The trace names the provider\'s status.'),
  provider_invalid_reply: entry(502, true, 'server_error', 'api_error', 'The model\'s provider answered with something that is not its protocol.', 'Check `base_url` of the model: HTML often means a wrong path or a proxy\'s login page.'),
  provider_closed: entry(502, true, 'server_error', 'api_error', 'The model\'s provider closed the connection before the answer was whole.', 'Send it again; what was produced is billed and recorded.'),
  provider_rate_limited: entry(429, true, 'rate_limit_error', 'rate_limit_error', 'The model\'s provider limits the rate of requests.', 'Send it again after the time in `Retry-After`, or configure a fallback.'),
  providers_unavailable: entry(503, true, 'server_error', 'overloaded_error', 'No model of this route may be asked just now: each has failed too often, or its provider asked for a pause.', 'Send it again after the time in `Retry-After`. `GET /api/providers` shows each model\'s state; a route with another provider\'s model would have answered.'),
  provider_rejected: entry(400, false, 'invalid_request_error', 'invalid_request_error', 'The model\'s provider rejected the request itself.', 'The provider\'s own answer is passed on and says why.'),
  provider_credentials: entry(502, false, 'server_error', 'api_error', 'The model\'s provider refused the server\'s own credentials.', 'An operator must correct `key` of the model in plimsoll.yaml.'),
  model_crashed: entry(502, true, 'server_error', 'api_error', 'The local model\'s process ended unexpectedly.', 'It is started again by itself; send the request again. The log says why it ended.'),
  model_unavailable: entry(503, true, 'server_error', 'overloaded_error', 'The local model could not be loaded.', 'See the server\'s log: the file may be missing, damaged or too large for the memory.'),
  interrupted: entry(500, true, 'server_error', 'api_error', 'The server\'s process ended while the call was under way.', 'Found in the spool by the next start; what the provider billed for it is unknown.'),
  internal: entry(500, true, 'server_error', 'api_error', 'Something went wrong in Plimsoll itself.', 'The log has the details under the trace id; please report it.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error from the catalogue. `detail` is shown to the caller, so it never holds a secret or another tenant's data; `cause` goes to the log only. */
export class PlimsollError extends Error {
  override readonly name = 'PlimsollError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  /** Seconds to wait before another try, sent as `Retry-After`. */
  readonly retryAfterS: number | null;
  /** Sent with the error, e.g. what is left of a limit. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, detail?: string, options: { cause?: unknown; retryAfterS?: number; headers?: Readonly<Record<string, string>> } = {}) {
    const { message, status, retryable } = errorCatalogue[code];
    super(detail === undefined ? message : `${message} ${detail}`, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.retryAfterS = options.retryAfterS ?? null;
    this.headers = options.headers ?? {};
  }
}

/** The error's JSON body in the form that the caller's own client reads. */
export const errorBody = (error: PlimsollError, dialect: Dialect, requestId: string): string => {
  const known = errorCatalogue[error.code];
  return dialect === 'anthropic'
    ? JSON.stringify({ type: 'error', error: { type: known.anthropic, message: error.message, code: error.code }, request_id: requestId })
    : JSON.stringify({ error: { message: error.message, type: known.openai, param: null, code: error.code } });
};
