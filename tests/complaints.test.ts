/** What users of today's gateways complain about, and the test here that would go red if it happened to us. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Begins of titles, as they stand in the code. */
const complaints: readonly (readonly [complaint: string, ...tests: readonly string[]])[] = [
  ['check-then-spend races that overspend', 'budgets: check-then-spend races overspend nothing'],
  ['caps kept per replica', 'budgets: three replicas, one killed and one frozen in the middle, keep one cap together and spend it'],
  ['a missing max_tokens that reserves the whole headroom and blocks a team at 14 cents', 'budgets: a missing max_tokens does not reserve the whole headroom'],
  ['limits that bite only on the next request', 'budgets: check-then-spend races overspend nothing, and the limit bites on the very request that would pass it'],
  ['unpriced models that skip the reservation', 'budgets: an unpriced model does not skip the reservation under an enforced budget'],
  ['streams logged with 0 tokens', 'billing: a client that disconnects in the middle of a stream is billed for what was produced, streams without usage are counted'],
  ['client disconnects unbilled', 'billing: a client that leaves in the middle of a stream is billed for what had been produced'],
  ['cached, cache-write and reasoning tokens mispriced', 'billing: cached, cache-write and reasoning tokens are priced as the provider prices them'],
  ['queued spend lost on SIGTERM', 'billing: spend that waits to be written is not lost on SIGTERM'],
  ['hedge losers billed twice or not at all', 'billing: of two attempts at one request each is billed once and neither twice', 'billing: of two attempts at one time each is billed once, the loser'],
  ['a leaked parallel-request counter that locks a key', 'limits: a parallel-request counter never leaks', 'limits: a client that crashes, or never reads its stream, leaves no slot taken', 'limits: a replica that crashed leaks no slot'],
  ['global limits silently becoming per-process when the shared store is gone', 'limits: Valkey gone is not a limit gone'],
  ['cache hits across tenants', "isolation: 100,000 probes with identical prompts hit no other tenant\\'s answer", 'isolation: tenant, model, instructions, earlier turns, tools and settings each make another frame'],
  ['semantic false hits', 'isolation: no semantic false hit on the hand-written near misses'],
  ['PII split across chunks leaking', 'isolation: personal data split across the chunks of a stream neither leaks nor stays a stand-in'],
  ['tool-call arguments never restored', 'isolation: the arguments of tool calls are restored, whole and streamed, in both protocols'],
  ['overlapping PII spans splicing placeholders', 'isolation: findings that overlap become one stand-in, and no piece of either is left'],
  ['scanners that fail open', 'isolation: where %s fails, nothing is sent and nothing kept'],
  ['provider keys in logs', 'isolation: a provider\\\'s key is in no log, error, record or answer of the control plane'],
  ['SSRF through base URLs', 'isolation: no caller says where a request is sent, and no provider by a redirect'],
];

test('each complaint about budgets, billing, limits and isolation has a test of its own', () => {
  const files = globSync(['packages/*/src/**/*.test.ts', 'tests/*.test.ts', 'bench/**/*.test.ts'], { cwd: root }).filter((file) => !file.endsWith('complaints.test.ts'));
  const code = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const missing = complaints.flatMap(([complaint, ...tests]) => tests.filter((title) => !code.includes(`'${title}`)).map((title) => `${complaint}: ${title}`));
  expect(missing).toEqual([]);
});
