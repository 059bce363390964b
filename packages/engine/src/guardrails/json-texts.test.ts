import { expect, test } from 'vitest';
import { JsonTexts } from './json-texts.ts';
import { windowsOf } from './windows-of.ts';

const plenty = () => ({
  left: 10_000_000,
  spent: (): never => {
    throw new Error('too much');
  },
});
const textsOf = (request: object | string): readonly string[] => JsonTexts.of(typeof request === 'string' ? request : JSON.stringify(request), plenty()).texts;
const unreadableIn = (request: object): number => JsonTexts.of(JSON.stringify(request), plenty()).unreadable;

test('in data that the caller names, every member is a text, whatever it is called', () => {
  const data = { id: 'a1', type: 'a2', role: 'a3', format: 'a4', name: 'a5', model: 'a6', enum: ['a7'], required: ['a8'], pattern: 'a9', detail: { deep: 'a10' } };
  const all = Object.keys(data).map((_, index) => `a${index + 1}`);
  expect(textsOf({ metadata: data })).toEqual(all);
  expect(textsOf({ messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'mail', input: data }] }] })).toEqual(['t', ...all]);
  expect(textsOf({ messages: [{ role: 'assistant', tool_calls: [{ id: 't', type: 'function', function: { name: 'mail', arguments: JSON.stringify(data) } }] }] })).toEqual(['t', ...all]);
  expect(textsOf({ tools: [{ function: { name: 'f', parameters: { type: 'object', properties: { type: { type: 'string', description: 'd1' }, name: { description: 'd2' } }, required: ['type'] } } }] })).toEqual(['d1', 'd2']);
});

test('a word of the protocol is left alone only where it is one', () => {
  expect(textsOf({ model: 'gpt-5', messages: [{ role: 'user', name: 'Anna', content: 'hi' }] })).toEqual(['Anna', 'hi']);
  expect(textsOf({ model: 'write to a@b.co', format: { of: 'x y' } })).toEqual(['write to a@b.co', 'x y']);
});

test('members that come twice are both texts, and numbers stay as they were written', () => {
  const json = '{"messages":[{"role":"user","content":"one","content":"two"}],"metadata":{"id":9007199254740993,"f":1.0,"x":"three"}}';
  const texts = JsonTexts.of(json, plenty());
  expect(texts.texts).toEqual(['one', 'two', 'three']);
  expect(texts.with(['ONE', 'two', 'THREE'])).toBe('{"messages":[{"role":"user","content":"ONE","content":"two"}],"metadata":{"id":9007199254740993,"f":1.0,"x":"THREE"}}');
  expect(texts.with(['one', 'two', 'three'])).toBe(json);
  const nested = JSON.stringify({ arguments: '{"chat":9007199254740993,"to":"x","to":"y"}' });
  expect(JsonTexts.of(nested, plenty()).with(['X', 'Y'])).toBe(JSON.stringify({ arguments: '{"chat":9007199254740993,"to":"X","to":"Y"}' }));
});

test('what cannot be looked into is counted by what it is, and a text that begins like one is a text', () => {
  const part = (content: object) => ({ messages: [{ role: 'user', content: [content] }] });
  expect(unreadableIn(part({ type: 'image_url', image_url: { url: 'https://example.com/passport.png' } }))).toBe(1);
  expect(unreadableIn(part({ type: 'image_url', image_url: { url: ' data:image/png;base64,AAAA' } }))).toBe(1);
  expect(unreadableIn(part({ type: 'document', source: { type: 'file', file_id: 'f' } }))).toBe(1);
  expect(unreadableIn(part({ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Anna' } }))).toBe(0);
  expect(textsOf(part({ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Anna' } }))).toEqual(['Anna']);
  expect(unreadableIn({ input: [1, 2] })).toBe(1);
  expect(textsOf(part({ type: 'text', text: 'Data: mail a@b.co' }))).toEqual(['Data: mail a@b.co']);
  expect(textsOf({ metadata: { type: 'base64', data: 'a@b.co', file_data: 'c@d.co' } })).toEqual(['base64', 'a@b.co', 'c@d.co']);
});

test('many members cost no more than their number, and many empty texts are not free', () => {
  const members = Object.fromEntries(Array.from({ length: 16_000 }, (_, index) => [`k${index}`, `a${index}@b.co`]));
  const startedMs = performance.now();
  const texts = JsonTexts.of(JSON.stringify({ metadata: members }), plenty());
  texts.with(texts.texts.map((text) => text.toUpperCase()));
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  expect(() => JsonTexts.of(JSON.stringify({ x: Array.from({ length: 40_000 }, () => '') }), { ...plenty(), left: 512 * 1024 })).toThrow('too much');
});

test('a long text comes in pieces that overlap, cut between words', () => {
  const text = Array.from({ length: 4_000 }, (_, index) => `word${index}@b.co`).join(' ');
  const windows = windowsOf(text) ?? [];
  expect(windows.length).toBeGreaterThan(5);
  for (const { start, text: piece } of windows) {
    expect(text.slice(start, start + piece.length)).toBe(piece);
    expect(piece).toMatch(/^word.*co$/);
  }
  for (const [index, { start }] of windows.entries()) if (index > 0) expect(start).toBeLessThan((windows[index - 1]?.start ?? 0) + (windows[index - 1]?.text.length ?? 0));
  expect(windowsOf('x'.repeat(80_000))).toBeNull();
});
