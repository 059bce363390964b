import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { snippets } from './snippets.ts';

const input = `It's "great" $HOME \\ \`ls\`\nand more`;
const all = snippets('http://127.0.0.1:8080/gate', 'default', input);
const text = (name: string): string => all.find((snippet) => snippet.name === name)?.text ?? '';

test('OpenAI clients get the /v1 address and Anthropic clients the bare one', () => {
  expect(text('openai-python')).toContain('base_url="http://127.0.0.1:8080/gate/v1"');
  expect(text('anthropic-ts')).toContain("baseURL: 'http://127.0.0.1:8080/gate',");
});

test('what a shell passes on to curl is the body, whatever the text holds', () => {
  const script = `curl() { for last; do :; done; printf %s "$last"; }\n${text('curl')}`;
  const body: unknown = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, PLIMSOLL_KEY: 'k' } }));
  expect(body).toEqual({ model: 'default', messages: [{ role: 'user', content: input }] });
});
