/**
 * Makes a model call a function whether it would or not: a grammar leaves it nothing to write but calls, as JSON.
 */
import type { ChatModelFunctions, GbnfJsonSchema } from 'node-llama-cpp';

/** A model that never finds an end would call for ever. */
const mostCalls = 8;

export interface ForcedCall {
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

/** The schema of one call, or of a list of them where several are allowed. */
export const forcedCallsSchema = (functions: ChatModelFunctions, parallel: boolean): GbnfJsonSchema => {
  const calls = Object.entries(functions).map(
    ([name, { params }]): GbnfJsonSchema => ({ type: 'object', properties: { name: { const: name }, arguments: params ?? { type: 'object' } } }),
  );
  const [only] = calls;
  const call: GbnfJsonSchema = calls.length === 1 && only !== undefined ? only : { oneOf: calls };
  return parallel ? { type: 'array', items: call, minItems: 1, maxItems: mostCalls } : call;
};

const isCall = (value: unknown): value is { name: string; arguments: unknown } =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'arguments' in value;

/** The calls in what the model wrote; null when it is not whole, which is never repaired. */
export const parseForcedCalls = (text: string): readonly ForcedCall[] | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const calls: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return calls.every(isCall) ? calls.map((call) => ({ name: call.name, arguments: JSON.stringify(call.arguments) })) : null;
};
