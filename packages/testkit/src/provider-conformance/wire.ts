/**
 * Conformance for providers that forward to an upstream: what goes up is what was given, what comes back is what was sent.
 */
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/contract/json';
import type { Operation } from '@plimsoll/contract/operation';
import { ask, bodyFor, readAll } from './ask.ts';
import type { Subject } from './traits.ts';

/** Everything the engine might not know of, in places it might look. */
const unusual: JsonObject = {
  unknown_member: { nested: [1, null, 'two', { three: 3.5 }] },
  n: 2,
  logprobs: true,
  response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
  metadata: { emoji: '🚢', escaped: '\u2028"\\' },
};

export const describeWire = ({ get }: Subject, operation: Operation): void => {
  test('the upstream receives the very bytes of the request, unknown members included', async () => {
    const under = get();
    if (!under.wire || under.ledger === null) return;
    await ask(under, operation, { body: unusual, headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });
    const entry = under.ledger.entries.at(-1);
    expect(entry?.bodyText).toBe(JSON.stringify(bodyFor(under, operation, { body: unusual })));
    expect(entry?.headers.traceparent).toBe('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(entry?.headers['content-type']).toBe('application/json');
    expect(entry?.headers['accept-encoding']).toBe('identity');
  });

  test.each(operation === 'embeddings' ? [false] : [false, true])('the reader receives the very bytes of the reply (stream: %s)', async (stream) => {
    const under = get();
    if (!under.wire || under.ledger === null) return;
    const body = { simulate: { text: 'Zwölf Boxkämpfer 🚢 jagen\n\nViktor data: [DONE]', paddingBytes: 10_000 } };
    const received = await readAll(await ask(under, operation, { stream, body }));
    const entry = under.ledger.entries.at(-1);
    expect(received.length).toBeGreaterThan(10_000);
    expect(received.toString('utf8')).toBe(entry?.sentText);
  });
};
