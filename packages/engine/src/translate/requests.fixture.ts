/**
 * For tests of requests: a question, a tool, a call of it, and how a refusal reads.
 */
import type { JsonObject } from '@plimsoll/contract/json';

export const user = { role: 'user', content: 'Hi' };

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
export const tool = { type: 'function', function: { name: 'weather', description: 'd', parameters } };

export const call = (id: string, args = '{"city":"Oslo"}'): JsonObject => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: args },
});

/** `code: message` of the error that is thrown. */
export const refusal = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : String(error);
  }
};
