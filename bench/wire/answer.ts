/**
 * The bytes that the simulated upstream answers with, rendered once, and what the load generator expects to get back.
 * They are what OpenAI's server sends, member for member, so that a gateway has real usage to read and price.
 */

/** Counted by the upstream in every answer, so that the records of a run add up to a known sum. */
export const usage = { prompt_tokens: 19, completion_tokens: 64, total_tokens: 83 };

/** The only key that the upstream accepts: a gateway that passes its caller's key on is found out. */
export const upstreamKey = 'sk-bench-upstream';

const words = 'Customers praise the quick delivery and the clear instructions, but several say that the second parcel arrived open. ';

/** Text of exactly `length` characters, all of them one byte and unescaped in JSON. */
export const plainText = (length: number): string => words.repeat(Math.ceil(length / words.length)).slice(0, length);

const base = { id: 'chatcmpl-BenchAnswerOfTheUpstream01', created: 1_760_000_000, model: 'gpt-5-mini-2025-08-07' };
const extras = { service_tier: 'default', system_fingerprint: null };

/** A whole reply whose answer is `answerChars` long, head included. */
export const renderReply = (answerChars: number): Buffer => {
  const body = JSON.stringify({
    ...base,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: plainText(answerChars), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      ...usage,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    },
    ...extras,
  });
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};

export const streamHead = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\nx-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n',
);

/** Events as one HTTP chunk. */
const renderChunk = (...events: readonly string[]): Buffer => {
  const text = events.map((event) => `data: ${event}\n\n`).join('');
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
};

const event = (delta: object, finish: string | null, withUsage: boolean): string =>
  JSON.stringify({
    ...base,
    object: 'chat.completion.chunk',
    ...extras,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage ? { usage: null } : {}),
  });

const stampPlace = '0000000000000000';

/** The pieces of a stream, with OpenAI's `usage` members where the request asked for them. */
export interface StreamPieces {
  readonly role: Buffer;
  /** One content event stamped with the time, microseconds as 16 digits, followed by a space. */
  readonly stamped: (atUs: number) => Buffer;
  readonly tail: Buffer;
}

export const renderStream = (withUsage: boolean): StreamPieces => {
  const template = renderChunk(event({ content: `${stampPlace} ` }, null, withUsage));
  const place = template.indexOf(stampPlace);
  const usageChunk = JSON.stringify({ ...base, object: 'chat.completion.chunk', ...extras, choices: [], usage });
  return {
    role: renderChunk(event({ role: 'assistant', content: '', refusal: null }, null, withUsage)),
    stamped: (atUs) => {
      const bytes = Buffer.from(template);
      bytes.write(String(atUs), place, 'latin1');
      return bytes;
    },
    tail: Buffer.concat([
      renderChunk(event({}, 'stop', withUsage)),
      ...(withUsage ? [renderChunk(usageChunk)] : []),
      renderChunk('[DONE]'),
      Buffer.from('0\r\n\r\n'),
    ]),
  };
};
