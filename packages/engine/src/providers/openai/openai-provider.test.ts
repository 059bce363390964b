/** The OpenAI provider against the suite that every provider must pass, and what is OpenAI's alone. */
import { expect, test } from 'vitest';
import { ask, readAll } from '@plimsoll/testkit/provider-conformance/ask';
import { describeProvider } from '@plimsoll/testkit/provider-conformance/describe-provider';
import { everyCapability, type ProviderUnderTest } from '@plimsoll/testkit/provider-conformance/traits';
import { createSimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { createOpenAiProvider } from './openai-provider.ts';

const apiKey = 'sk-test-4f2a9c81d07b';
const timeoutMs = 400;

const setup = async (): Promise<ProviderUnderTest> => {
  const server = await createSimulatedServer({ apiKey });
  const limits = { apiKey, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs };
  const provider = createOpenAiProvider({ name: 'openai', baseUrl: server.openAiUrl, ...limits });
  const unreachable = createOpenAiProvider({ name: 'openai', baseUrl: 'http://127.0.0.1:1/v1', ...limits });
  return {
    provider,
    model: 'gpt-simulated',
    ledger: server.ledger,
    wire: true,
    secret: apiKey,
    unreachable,
    dispose: async () => {
      await Promise.all([provider.close(0), unreachable.close(0)]);
      await server.close();
    },
  };
};

describeProvider('openai', { operations: ['chat', 'embeddings'], capabilities: everyCapability, simulates: true, timeoutMs }, setup);

test('the key goes out as a bearer token, with the headers that are configured', async () => {
  const server = await createSimulatedServer({ apiKey });
  const headers = { 'OpenAI-Organization': 'org-1', 'Content-Length': '3', Host: 'elsewhere' };
  const provider = createOpenAiProvider({ name: 'openai', baseUrl: `${server.openAiUrl}/`, apiKey, headers });
  const under = { provider, model: 'm', ledger: server.ledger, wire: true, secret: apiKey, unreachable: null, dispose: () => provider.close(0) };
  const fromCaller = { authorization: 'Bearer of-the-caller', 'x-api-key': 'of-the-caller', connection: 'upgrade' };
  await readAll(await ask(under, 'chat', { headers: fromCaller }));
  expect(server.ledger.entries.at(-1)?.path).toBe('/v1/chat/completions');
  expect(server.ledger.entries.at(-1)?.headers).toMatchObject({ authorization: `Bearer ${apiKey}`, 'openai-organization': 'org-1' });
  expect(JSON.stringify(server.ledger.entries.at(-1)?.headers)).not.toMatch(/elsewhere|of-the-caller|upgrade/);
  await provider.close(0);
  await server.close();
});
