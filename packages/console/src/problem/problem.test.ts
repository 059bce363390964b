import { errorCatalogue } from '@plimsoll/contract/errors';
import { expect, test } from 'vitest';
import { catalogued, ProblemError, problemFrom, problemFromBody, problemFromResponse } from './problem.ts';

test('a control-plane error keeps its issues and gets the remedy of the catalogue', () => {
  const body = { error: { code: 'invalid_request', message: 'The request is not valid.', issues: [{ path: 'name', message: 'too long' }] } };
  expect(problemFromBody(400, body)).toEqual({
    code: 'invalid_request',
    message: 'The request is not valid.',
    remedy: errorCatalogue.invalid_request.remedy,
    status: 400,
    issues: [{ path: 'name', message: 'too long' }],
  });
});

test("a data-plane error in OpenAI's shape is read the same way", () => {
  const body = { error: { message: 'No model has this name.', type: 'invalid_request_error', param: null, code: 'model_not_found' } };
  expect(problemFromBody(404, body)).toMatchObject({ code: 'model_not_found', remedy: errorCatalogue.model_not_found.remedy });
});

test('an unknown code and a member of Object.prototype still lead somewhere', () => {
  expect(problemFromBody(500, { error: { message: 'x', code: 'brand_new' } }).remedy).toContain('log');
  expect(problemFromBody(500, { error: { message: 'x', code: 'constructor' } }).remedy).toContain('log');
  expect(catalogued('constructor')).toBeNull();
});

test('HTML from a proxy is said to be not Plimsoll', async () => {
  const response = new Response('<html>Login</html>', { status: 502 });
  expect(await problemFromResponse(response)).toMatchObject({ code: 'unreadable', status: 502 });
});

test('timeouts, stops and dead servers are told apart', () => {
  expect(problemFrom(new DOMException('', 'TimeoutError')).code).toBe('timeout');
  expect(problemFrom(new DOMException('', 'AbortError')).code).toBe('stopped');
  expect(problemFrom(new TypeError('Failed to fetch')).code).toBe('unreachable');
  const problem = problemFromBody(403, { error: { message: 'no', code: 'forbidden' } });
  expect(problemFrom(new ProblemError(problem))).toBe(problem);
});
