/**
 * Anthropic's Message Batches API: requests go in one body, and answers lie in one file of lines.
 * Source: https://docs.anthropic.com/en/api/creating-message-batches
 */
import { PlimsollError } from '@plimsoll/contract/errors';
import { asJsonObject, type JsonObject } from '@plimsoll/contract/json';
import type { BatchedAnswer, BatchLook, ProviderBatches } from '../../provider-batches.ts';
import type { BatchClient } from '../http/batch-client.ts';

/** Anthropic takes 100,000 requests and 256 MB; less is less to lose at once, and less to hold in memory. */
const mostRequests = 10_000;
const mostBytes = 48 * 1024 * 1024;

/** Statuses of the error types that a request of a batch may end with. */
const statusOf: Readonly<Record<string, number>> = { invalid_request_error: 400, authentication_error: 401, permission_error: 403, not_found_error: 404, request_too_large: 413, rate_limit_error: 429, overloaded_error: 529 };

export const anthropicBatches = (client: BatchClient): ProviderBatches => {
  const pathOf = (id: string): string => `/v1/messages/batches/${encodeURIComponent(id)}`;
  return {
    mostRequests,
    mostBytes,
    submit: async ({ operation, requests }, signal) => {
      if (operation !== 'messages') throw new PlimsollError('unsupported', `(batches of ${operation})`);
      const parts = requests.flatMap(({ id, bytes }, place) => [Buffer.from(`${place === 0 ? '' : ','}{"custom_id":${JSON.stringify(id)},"params":`), Buffer.from(bytes), Buffer.from('}')]);
      const body = Buffer.concat([Buffer.from('{"requests":['), ...parts, Buffer.from(']}')]);
      const { id } = await client.json({ method: 'POST', path: '/v1/messages/batches', body }, signal);
      if (typeof id !== 'string' || id === '') throw new PlimsollError('provider_invalid_reply', '(a batch without `id`)');
      return id;
    },
    // A message batch carries nothing of ours that its list would show.
    find: null,
    look: async (id, signal): Promise<BatchLook> => {
      const { processing_status: status } = await client.json({ method: 'GET', path: pathOf(id) }, signal);
      return { ended: status === 'ended', refused: null };
    },
    answers: async function* (id, signal) {
      // Its `results_url` is not followed: where to is ours to say.
      for await (const line of client.lines(`${pathOf(id)}/results`, signal)) {
        const answer = answerIn(line);
        if (answer !== null) yield answer;
      }
    },
    cancel: async (id, signal) => {
      const { processing_status: status } = await client.json({ method: 'GET', path: pathOf(id) }, signal);
      if (status === 'in_progress') await client.json({ method: 'POST', path: `${pathOf(id)}/cancel` }, signal);
    },
    discard: async (id, signal) => {
      await client.json({ method: 'DELETE', path: pathOf(id) }, signal);
    },
  };
};

const answerIn = ({ custom_id: id, result }: JsonObject): BatchedAnswer | null => {
  const { type, message, error } = asJsonObject(result) ?? {};
  if (typeof id !== 'string') return null;
  const answer = asJsonObject(message);
  if (type === 'succeeded' && answer !== null) return { id, answer: { status: 200, body: Buffer.from(JSON.stringify(answer)) } };
  const failure = asJsonObject(error);
  if (type !== 'errored' || failure === null) return { id, answer: null };
  const named = asJsonObject(failure.error)?.type;
  return { id, answer: { status: (typeof named === 'string' && Object.hasOwn(statusOf, named) ? statusOf[named] : undefined) ?? 500, body: Buffer.from(JSON.stringify(failure)) } };
};
