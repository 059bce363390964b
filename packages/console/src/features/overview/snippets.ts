/** The first request in each client, with the address this page came from. */

export type SnippetName = 'curl' | 'openai-python' | 'openai-ts' | 'anthropic-python' | 'anthropic-ts';

export interface Snippet {
  readonly name: SnippetName;
  readonly title: string;
  readonly text: string;
}

/** A single-quoted word for the shell. */
const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * @param base the server's address without a slash at the end
 * @param model what to name in `model`
 * @param input what to say; any text, quoted for each language
 */
export const snippets = (base: string, model: string, input: string): readonly Snippet[] => {
  const content = JSON.stringify(input);
  const named = JSON.stringify(model);
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: input }] });
  return [
    {
      name: 'curl',
      title: 'curl',
      text: `curl ${base}/v1/chat/completions \\
  -H "authorization: Bearer $PLIMSOLL_KEY" \\
  -H "content-type: application/json" \\
  -d ${shellQuoted(body)}`,
    },
    {
      name: 'openai-python',
      title: 'OpenAI · Python',
      text: `import os
from openai import OpenAI

client = OpenAI(base_url="${base}/v1", api_key=os.environ["PLIMSOLL_KEY"])
reply = client.chat.completions.create(
    model=${named},
    messages=[{"role": "user", "content": ${content}}],
)
print(reply.choices[0].message.content)`,
    },
    {
      name: 'openai-ts',
      title: 'OpenAI · TypeScript',
      text: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${base}/v1', apiKey: process.env.PLIMSOLL_KEY });
const reply = await client.chat.completions.create({
  model: ${named},
  messages: [{ role: 'user', content: ${content} }],
});
console.log(reply.choices[0]?.message.content);`,
    },
    {
      name: 'anthropic-python',
      title: 'Anthropic · Python',
      text: `import os
from anthropic import Anthropic

client = Anthropic(base_url="${base}", api_key=os.environ["PLIMSOLL_KEY"])
reply = client.messages.create(
    model=${named},
    max_tokens=256,
    messages=[{"role": "user", "content": ${content}}],
)
print(reply.content[0].text)`,
    },
    {
      name: 'anthropic-ts',
      title: 'Anthropic · TypeScript',
      text: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: '${base}', apiKey: process.env.PLIMSOLL_KEY });
const reply = await client.messages.create({
  model: ${named},
  max_tokens: 256,
  messages: [{ role: 'user', content: ${content} }],
});
console.log(reply.content);`,
    },
  ];
};
