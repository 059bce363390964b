/**
 * Runs the simulated server as a process of its own, for benchmarks and for tests that kill the gateway.
 * Prints one line of JSON with its address when it listens; SIGTERM and SIGINT end it.
 */
import { parseArgs } from 'node:util';
import { changeBehaviour, defaultBehaviour } from './behaviour.ts';
import { parseJson } from './json-values.ts';
import { createSimulatedServer } from './simulated-server.ts';

const usage = `usage: node main.ts [--port 0] [--host 127.0.0.1] [--latency-ms 0] [--tokens 16] [--tokens-per-second 0]
  [--behaviour '{"text": "..."}'] [--api-key KEY] [--model NAME]... [--fixed]`;

const options = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'latency-ms': { type: 'string' },
  tokens: { type: 'string' },
  'tokens-per-second': { type: 'string' },
  behaviour: { type: 'string', default: '{}' },
  'api-key': { type: 'string' },
  model: { type: 'string', multiple: true },
  fixed: { type: 'boolean', default: false },
} as const;

const numbersFrom = (named: Record<string, string | undefined>): Record<string, number> =>
  Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, Number(value)]])));

try {
  const { values } = parseArgs({ options, strict: true });
  const numbers = numbersFrom({ latencyMs: values['latency-ms'], tokens: values.tokens, tokensPerSecond: values['tokens-per-second'] });
  const server = await createSimulatedServer({
    port: Number(values.port),
    host: values.host,
    behaviour: changeBehaviour(changeBehaviour(defaultBehaviour, parseJson(values.behaviour)), numbers),
    apiKey: values['api-key'] ?? null,
    models: values.model ?? ['simulated'],
    fixed: values.fixed,
  });
  process.stdout.write(`${JSON.stringify({ url: server.url, openAiUrl: server.openAiUrl, pid: process.pid })}\n`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void server.close().then(() => process.exit(0)));
  }
  // A parent that forked this process and died would otherwise leave it behind.
  process.once('disconnect', () => process.exit(0));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
}
