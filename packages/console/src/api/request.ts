/** One call to the control plane: JSON both ways, a deadline, and every failure as a `ProblemError`. */
import { ProblemError, problemFrom, problemFromResponse } from '../problem/problem.ts';
import { address } from './address.ts';

/** Longer than any bounded query of the control plane may take. */
const deadlineMs = 15_000;

interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * @param path below the server's address, e.g. `api/keys`
 * @returns the reply's JSON; the server that wrote it and this page are built from one contract, so it is taken at its word
 * @throws ProblemError whatever went wrong
 */
export const request = async <Reply>(path: string, { method = 'GET', body, signal }: Ask = {}): Promise<Reply> => {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(address(path), {
      method,
      credentials: 'same-origin',
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new ProblemError(await problemFromResponse(response));
    const text = await response.text();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the wire is taken at its word
    return (text === '' ? undefined : JSON.parse(text)) as Reply;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw error instanceof SyntaxError
      ? new ProblemError({ ...problemFrom(error), code: 'unreadable', message: 'The server answered with something that is not JSON.' })
      : new ProblemError(problemFrom(error));
  }
};

/** `{a: 1, b: undefined}` as `?a=1`. */
export const queryString = (members: Readonly<Record<string, string | number | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
