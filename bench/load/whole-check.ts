/**
 * Checks whole replies: the first must hold the upstream's answer, and every later one must equal it byte for byte.
 * A gateway that answers fast because it answers wrong is found out.
 */
import { isJsonObject } from '@plimsoll/contract/json';
import { plainText } from '../wire/answer.ts';
import type { ReplyCheck } from './connection.ts';

/** What the first reply taught; shared by the connections of a job. */
export interface Sample {
  body: Buffer | null;
}

const okay = 'HTTP/1.1 200 ';

/** @throws Error when the reply does not hold the upstream's answer and usage. */
const learn = (body: Buffer): Buffer => {
  const reply: unknown = JSON.parse(body.toString());
  const choice: unknown = isJsonObject(reply) && Array.isArray(reply['choices']) ? reply['choices'][0] : null;
  const message = isJsonObject(choice) ? choice['message'] : null;
  const content = isJsonObject(message) ? message['content'] : null;
  if (typeof content !== 'string' || content !== plainText(content.length)) throw new Error('the answer is not the upstream\'s');
  if (!isJsonObject(reply) || !isJsonObject(reply['usage'])) throw new Error('the reply has lost its usage');
  return body;
};

export const checkWhole = (sample: Sample): ReplyCheck => {
  let ok = false;
  let head = '';
  let at = 0;
  let same = true;
  let first: Buffer[] = [];
  return {
    onHead: (text) => {
      ok = text.startsWith(okay);
      head = text;
      at = 0;
      same = true;
      first = [];
    },
    onBody: (piece) => {
      const expected = sample.body;
      if (expected === null || !ok) first.push(Buffer.from(piece));
      else same &&= at + piece.length <= expected.length && piece.compare(expected, at, at + piece.length) === 0;
      at += piece.length;
    },
    onEnd: () => {
      if (!ok) throw new Error(`${head.slice(0, head.indexOf('\r\n'))}: ${Buffer.concat(first).toString().slice(0, 200)}`);
      if (sample.body === null) sample.body = learn(Buffer.concat(first));
      else if (at !== sample.body.length) throw new Error(`the reply has ${at} bytes, not ${sample.body.length}`);
      else if (!same) throw new Error('the reply differs from the first one');
    },
  };
};
