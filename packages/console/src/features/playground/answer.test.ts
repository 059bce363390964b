import { expect, test } from 'vitest';
import { pieceOf } from './answer.ts';

test('the text of a completion and of a chunk is read', () => {
  expect(pieceOf({ choices: [{ message: { role: 'assistant', content: 'Hi' } }] }, 'message')).toEqual({ text: 'Hi', reasoning: '' });
  expect(pieceOf({ choices: [{ delta: { content: null, reasoning_content: 'hm' } }] }, 'delta')).toEqual({ text: '', reasoning: 'hm' });
});

test('a refusal is shown as the answer', () => {
  expect(pieceOf({ choices: [{ message: { content: null, refusal: 'No.' } }] }, 'message').text).toBe('No.');
});

test('chunks without choices, like the one with usage, say nothing', () => {
  for (const body of [{ choices: [] }, { usage: {} }, null, [], { choices: 'x' }, { choices: [{ delta: 3 }] }]) {
    expect(pieceOf(body, 'delta')).toEqual({ text: '', reasoning: '' });
  }
});
