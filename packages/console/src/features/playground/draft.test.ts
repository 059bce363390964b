import { expect, test } from 'vitest';
import { draftIssues, emptyDraft, toChatRequest } from './draft.ts';

test('what is left empty is left to the model', () => {
  expect(toChatRequest({ ...emptyDraft, input: 'Hi' }, 'default')).toEqual({
    model: 'default',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  });
});

test('what is given is sent as numbers, the system prompt first', () => {
  expect(toChatRequest({ ...emptyDraft, system: 'Be brief.', input: 'Hi', temperature: '0', maxTokens: '64', stream: false }, 'm')).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    temperature: 0,
    max_completion_tokens: 64,
    stream: false,
  });
});

test('nothing to say and numbers out of range are named, good ones are not', () => {
  expect(Object.keys(draftIssues({ ...emptyDraft, temperature: '2.1', maxTokens: '0' }))).toEqual(['input', 'temperature', 'maxTokens']);
  expect(draftIssues({ ...emptyDraft, input: 'Hi', temperature: '.5', maxTokens: '100' })).toEqual({});
});
