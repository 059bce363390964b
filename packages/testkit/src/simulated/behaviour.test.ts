import { expect, test } from 'vitest';
import { behaviourFor, changeBehaviour, defaultBehaviour } from './behaviour.ts';

test('a request changes the behaviour by its header, its member or its first message', () => {
  const message = { messages: [{ role: 'user', content: 'simulate:{"tokens":3}' }] };
  expect(behaviourFor(defaultBehaviour, {}, '{"tokens":1}').tokens).toBe(1);
  expect(behaviourFor(defaultBehaviour, { simulate: { tokens: 2 } }, undefined).tokens).toBe(2);
  expect(behaviourFor(defaultBehaviour, message, undefined).tokens).toBe(3);
  expect(behaviourFor(defaultBehaviour, { ...message, simulate: { tokens: 2 } }, '{"tokens":1}').tokens).toBe(1);
  expect(behaviourFor(defaultBehaviour, { messages: [{ role: 'user', content: 'Hello' }] }, undefined)).toBe(defaultBehaviour);
});

test.each([
  [{ token: 1 }, 'unknown member "token"'],
  [{ tokens: '1' }, '"tokens" has the wrong form'],
  [{ latencyMs: -1 }, '"latencyMs" has the wrong form'],
  [{ stall: { at: 'somewhere', ms: 1 } }, '"stall" has the wrong form'],
  [{ drop: 1.5 }, '"drop" has the wrong form'],
  [{ toolCalls: [{ name: 'f', arguments: '{}' }] }, '"toolCalls" has the wrong form'],
  [[], 'expected an object'],
])('a behaviour that cannot be is refused by name: %j', (changes, message) => {
  expect(() => changeBehaviour(defaultBehaviour, changes)).toThrow(message);
});
