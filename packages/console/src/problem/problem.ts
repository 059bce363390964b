/**
 * What went wrong, in one form for every page: read from the control plane's errors, from the data plane's errors in
 * OpenAI's shape, or made here when no answer came at all. The remedy comes from the same catalogue as the server's.
 */
import { errorCatalogue, type ErrorCode } from '@plimsoll/contract/errors';
import { isJsonObject } from '@plimsoll/contract/json';

export interface Problem {
  /** From the error catalogue, or one of this page's own: `unreachable`, `timeout`, `unreadable`, `stopped`. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly remedy: string;
  /** HTTP status, null when no answer came. */
  readonly status: number | null;
  /** What is wrong with which member of a form. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const isCatalogued = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

/** What the catalogue says about a code; null for codes it does not know. */
export const catalogued = (code: string): { readonly message: string; readonly remedy: string; readonly retryable: boolean } | null =>
  isCatalogued(code) ? errorCatalogue[code] : null;

const remedyFor = (code: string): string =>
  catalogued(code)?.remedy ?? "Look at the server's log; the trace id leads to the request.";

const unreadable = (status: number): Problem => ({
  code: 'unreadable',
  message: `The server answered with status ${status} and something that is not Plimsoll's.`,
  remedy: 'Check that this address leads to Plimsoll and not to a proxy or a login page in between.',
  status,
  issues: [],
});

/** Reads an error body, whichever of the two shapes it has. */
export const problemFromBody = (status: number, body: unknown): Problem => {
  const error = isJsonObject(body) ? body.error : undefined;
  if (!isJsonObject(error) || typeof error.message !== 'string') return unreadable(status);
  const code = typeof error.code === 'string' ? error.code : 'unknown';
  return { code, message: error.message, remedy: remedyFor(code), status, issues: readIssues(error.issues) };
};

const readIssues = (issues: unknown): Problem['issues'] =>
  Array.isArray(issues)
    ? issues.filter(isJsonObject).map(({ path, message }) => ({ path: textOf(path), message: textOf(message) }))
    : [];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a reply that is not 2xx. Never rejects. */
export const problemFromResponse = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => null);
  return problemFromBody(response.status, body);
};

/** Makes a problem of whatever was thrown, so that no page ever shows a bare exception. */
export const problemFrom = (thrown: unknown): Problem => {
  if (thrown instanceof ProblemError) return thrown.problem;
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  if (name === 'TimeoutError') {
    return own('timeout', 'The server did not answer in time.', 'It may be busy or starting. Try again shortly.');
  }
  if (name === 'AbortError') return own('stopped', 'Stopped before the answer was whole.', 'Send it again when you are ready.');
  return own('unreachable', 'The server cannot be reached.', 'Check that it is running (`/healthz` answers) and that the network is up; this page tries again by itself.');
};

const own = (code: string, message: string, remedy: string): Problem => ({ code, message, remedy, status: null, issues: [] });
