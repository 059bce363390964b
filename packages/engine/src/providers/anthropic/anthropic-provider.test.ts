/** The Anthropic provider against the suite that every provider must pass, and what is Anthropic's alone. */
import { expect, test } from 'vitest';
import { ask, readAll } from '@plimsoll/testkit/provider-conformance/ask';
import { describeProvider } from '@plimsoll/testkit/provider-conformance/describe-provider';
import { everyCapability, type ProviderUnderTest } from '@plimsoll/testkit/provider-conformance/traits';
import { createSimulatedServer } from '@plimsoll/testkit/simulated/simulated-server';
import { createAnthropicProvider } from './anthropic-provider.ts';

const apiKey = 'sk-ant-test-77b1e04c';
const timeoutMs = 400;

const setup = async (): Promise<ProviderUnderTest> => {
  const server = await createSimulatedServer({ apiKey });
  const limits = { apiKey, headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs };
  const provider = createAnthropicProvider({ name: 'anthropic', baseUrl: server.url, ...limits });
  const unreachable = createAnthropicProvider({ name: 'anthropic', baseUrl: 'http://127.0.0.1:1', ...limits });
  return {
    provider,
    model: 'claude-simulated',
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

describeProvider('anthropic', { operations: ['messages'], capabilities: everyCapability, simulates: true, timeoutMs }, setup);

test('the key and the version go out in Anthropic\'s own headers, a beta the call asks for beside them', async () => {
  const under = await setup();
  try {
    await readAll(await ask(under, 'messages', { headers: { 'anthropic-beta': 'files-api-2025-04-14' } }));
    const entry = under.ledger?.entries.at(-1);
    expect(entry?.path).toBe('/v1/messages');
    expect(entry?.headers).toMatchObject({ 'x-api-key': apiKey, 'anthropic-version': '2023-06-01', 'anthropic-beta': 'files-api-2025-04-14' });
    expect(entry?.headers.authorization).toBeUndefined();
  } finally {
    await under.dispose();
  }
});
